"""No statement of any store reads a table that grows from one end to the other."""

import re

import pytest

from souk.migrations import services
from tests.support import large as data
from tests.support import plans
from tests.support.plans import Large, Statement
from tests.support.world import FUNCTIONS

pytestmark = pytest.mark.xdist_group("large")
STATEMENTS = list(plans.statements())
CURSOR = re.compile(r":(before|after_\w+)")


@pytest.mark.parametrize("statement", STATEMENTS, ids=str)
def test_every_statement_reads_by_index(large: Large, statement: Statement) -> None:
    assert large.scanned(statement) == []


@pytest.mark.parametrize("statement", [one for one in STATEMENTS if CURSOR.search(one.text)], ids=str)
def test_every_first_page_reads_by_index(large: Large, statement: Statement) -> None:
    assert large.scanned(statement, **dict.fromkeys(CURSOR.findall(statement.text), "NULL")) == []


def test_every_function_of_a_service_reads_by_index(large: Large) -> None:
    scanned = large.scanned_by_functions()

    assert {"inventory_api.reserve", "cart_api.lines", "catalog.show_product"} <= scanned.keys()
    assert {name: tables for name, tables in scanned.items() if tables} == {}


def test_every_table_is_filled(large: Large) -> None:
    few = {name: size for name, size in data.SIZES.items() if size <= data.GROWS_FROM}
    counted = {table: large.rows(f"SELECT count(*) FROM {table}")[0] for table in large.tables}

    assert {table: rows for table, rows in counted.items() if rows != data.SIZES.get(table, data.ROWS)} == {}
    assert few.keys() <= counted.keys(), "tests/support/large.py gives the size of a table that is not there"


def test_every_service_has_statements() -> None:
    assert {statement.service for statement in STATEMENTS} == {*services(FUNCTIONS), "ops", "admin"}


def test_a_scan_would_be_seen(large: Large) -> None:
    without_index = Statement("admin", "without_index", "SELECT count(*) FROM catalog.products WHERE title LIKE 'Oak%'")
    whole_index = Statement("admin", "whole_index", "SELECT id FROM catalog.product_variants ORDER BY id")

    assert large.scanned(without_index) == ["catalog.products"]
    assert large.scanned(whole_index) == ["catalog.product_variants"]
