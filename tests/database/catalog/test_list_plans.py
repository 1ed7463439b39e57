"""Every list of products is a walk along an index that ends with the page, and a search reads what it finds."""

import pytest

from functions.catalog.browsing.domain import listing_store
from functions.catalog.browsing.domain.listing_store import Shape
from functions.catalog.browsing.domain.model import Sort
from functions.catalog.products.domain.own_store import LIST_OWN_PRODUCTS
from tests.support.plans import Large, Statement, walk

pytestmark = pytest.mark.xdist_group("large")
STATEMENTS = [Statement("catalog", name, text) for name, text in listing_store.statements().items()]
EVERYTHING = {"category": "NULL", "shop_id": "NULL"}
FIRST_PAGE = dict.fromkeys(("after_amount", "after_product_id"), "NULL")
LISTS: list[tuple[Sort, str]] = [
    ("newest", "NULL"),
    ("newest", "'GBP'"),
    ("price_asc", "'GBP'"),
    ("price_asc", "'JPY'"),
    ("price_desc", "'JPY'"),
]


@pytest.mark.parametrize("statement", STATEMENTS, ids=str)
def test_every_list_of_everything_reads_by_index(large: Large, statement: Statement) -> None:
    assert large.scanned(statement, **EVERYTHING) == []


@pytest.mark.parametrize(("sort", "currency"), LISTS)
@pytest.mark.parametrize("cursor", [FIRST_PAGE, {}], ids=["first", "next"])
def test_a_plain_list_is_one_walk_that_ends_with_the_page(
    large: Large, sort: Sort, currency: str, cursor: dict[str, str]
) -> None:
    plain = Statement("catalog", sort, listing_store.statement(Shape(sort)))

    steps = list(walk(large.plan(plain, **EVERYTHING, **cursor, currency=currency, in_stock="false", limit="24")))

    assert steps[0]["Total Cost"] < 300
    assert not [step for step in steps if step["Node Type"] == "Sort" and step["Plan Rows"] > 25]


def test_a_shop_finds_its_products_by_an_index_of_their_names(large: Large) -> None:
    search = Statement("catalog", "LIST_OWN_PRODUCTS", LIST_OWN_PRODUCTS)

    steps = list(walk(large.plan(search, like="'%copper%'", status="NULL", after_id="NULL")))

    compared = [step["Index Name"] for step in steps if "~~*" in step.get("Index Cond", "")]
    assert sorted(compared) == ["product_variants_alike", "products_alike"]
    assert not [step for step in steps if "~~*" in step.get("Filter", "")]
