"""However many make a category at once, files find one."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from functions.catalog.categories.domain import store, tree
from functions.catalog.categories.domain.model import DescribeCategory
from souk import Transaction
from tests.support.world import World

CUPS = ("Cups",)


def _ensure(database: World, tx: Transaction, *ways: tuple[str, ...]) -> dict[tuple[str, ...], list[UUID]]:
    found, _ = tree.ensure(tx, database.cache, ways, most=10)
    return found


def _named_by_a_file(database: World) -> list[UUID]:
    with database.tx_as("catalog") as tx:
        return _ensure(database, tx, CUPS)[CUPS]


def _found(database: World) -> list[UUID]:
    with database.tx_as("catalog") as tx:
        return store.find_by_names(tx, {CUPS})[CUPS]


def test_without_turns_a_file_makes_what_an_administrator_just_made(
    database: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "take_turn", lambda tx: None)

    with ThreadPoolExecutor(1) as file, database.tx_as("catalog") as tx:
        made = tree.create_category(tx, database.cache, DescribeCategory(name="Cups", slug="beakers"))
        named = file.submit(_named_by_a_file, database).result(timeout=10)

    assert _found(database) == [made.id, *named]


def test_a_file_waits_for_the_administrator_who_makes_its_category(database: World) -> None:
    with ThreadPoolExecutor(1) as file:
        with database.tx_as("catalog") as tx:
            made = tree.create_category(tx, database.cache, DescribeCategory(name="Cups", slug="beakers"))
            named = file.submit(_named_by_a_file, database)
            database.until_somebody_waits()

        assert named.result(timeout=10) == [made.id] == _found(database)


def test_two_files_that_name_a_new_category_at_once_make_one(database: World) -> None:
    with ThreadPoolExecutor(1) as second:
        with database.tx_as("catalog") as tx:
            first = _ensure(database, tx, CUPS, ("Home", "Mugs"))
            named = second.submit(_named_by_a_file, database)
            database.until_somebody_waits()

        assert named.result(timeout=10) == first[CUPS] == _found(database)
