"""No statement of the catalogue reads a growing table from one end to the other."""

from itertools import product
from typing import Any
from uuid import UUID

import pytest

from functions.catalog.browsing.domain import listing_store
from functions.catalog.browsing.domain import store as listings
from functions.catalog.browsing.domain.listing_store import EVERYTHING, Shape
from functions.catalog.browsing.domain.model import Sort
from functions.catalog.categories.domain import store as category_store
from functions.catalog.files.domain import store as import_store
from functions.catalog.products.domain import store as product_store
from souk.ids import uuid7
from tests.support import plans
from tests.support.world import World

STATEMENTS = plans.statements(product_store, listings, import_store, category_store)
SMALL = {"categories", "sellers"}
SORTS: list[Sort] = ["newest", "price_asc", "price_desc", "relevance"]
SHAPES = [
    Shape(sort, named, searching, continued, in_shop, by_attributes, counting)
    for sort in SORTS
    for named, searching, continued, in_shop, by_attributes, counting in product((False, True), repeat=6)
    if (searching or sort != "relevance") and not (counting and (continued or sort != "newest"))
]
FEW: dict[str, Any] = {
    "limit": 24,
    "batch": 500,
    "sequence": 2,
    "version": 1,
    "position": 0,
    "active": True,
    "is_last": True,
    "imported": 1,
    "rejected": 0,
    "rows": 1,
    "name": "Mugs",
    "slug": "mugs",
    "file": "sku",
    "keys": ["KEY-1", "KEY-2"],
    "skus": ["KEY-1-1", "KEY-2-1"],
    "paths": ["root-1"],
    "quantities": [1],
    "products": "[]",
    "variants": "[]",
    "rejections": "[]",
}


def one(world: World, sql: str) -> UUID:
    with world.tx_as("admin") as tx:
        return UUID(str(tx.value(sql)))


def shop(world: World) -> UUID:
    return one(world, "SELECT seller_id FROM catalog.products WHERE key = 'KEY-777'")


def scanned(world: World, sql: str, parameters: dict[str, Any]) -> set[str]:
    with world.tx_as("catalog") as tx:
        tx.as_seller(shop(world))
        return set(plans.scanned(tx, sql, parameters))


@pytest.fixture(scope="module")
def parameters(large: World) -> dict[str, Any]:
    """Something that is there for every parameter there is."""
    product_id = one(large, "SELECT id FROM catalog.products WHERE key = 'KEY-777'")
    variant_id = one(large, "SELECT id FROM catalog.product_variants WHERE sku = 'KEY-777-1'")
    return FEW | {
        "product_id": product_id,
        "product_ids": [product_id],
        "variant_ids": [variant_id],
        "ids": [variant_id],
        "id": uuid7(),
        "parent_id": None,
        "after": uuid7(),
        "seller_id": shop(large),
        "category_id": one(large, "SELECT category_id FROM catalog.products WHERE key = 'KEY-777'"),
        "import_id": one(large, "SELECT id FROM catalog.product_imports LIMIT 1"),
    }


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_named_statement_reads_by_index(large: World, parameters: dict[str, Any], name: str) -> None:
    assert scanned(large, STATEMENTS[name], parameters) <= SMALL


def test_the_page_of_a_product_reads_by_index(large: World, parameters: dict[str, Any]) -> None:
    with large.tx_as("catalog") as tx:
        body = str(tx.value("SELECT prosrc FROM pg_proc WHERE proname = 'show_product'"))
    query = body.partition("RETURN (")[2].rpartition(");")[0]
    for parameter, name in (("wanted", ":product_id"), ("shop)", ":seller_id)")):
        assert parameter in query
        query = query.replace(parameter, name)

    assert scanned(large, query, parameters) <= SMALL


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("scope", ["everything", "category"])
def test_every_list_reads_by_index(large: World, parameters: dict[str, Any], shape: Shape, scope: str) -> None:
    narrowed = parameters | {
        "scope": EVERYTHING if scope == "everything" else parameters["category_id"],
        "category": "leaf-7",
        "min_price": None,
        "max_price": None,
        "in_stock": True,
        "q": "copper",
        "key": 0.06 if shape.sort == "relevance" else 5000,
        "shop": parameters["seller_id"],
        "attributes": '{"batch": "a87ff679a2f3e71d9181a67b7542122c"}',
    }

    assert scanned(large, listing_store.statement(shape), narrowed) <= SMALL


@pytest.mark.parametrize("sort", SORTS[:3])
def test_a_plain_list_is_one_walk_that_ends_with_the_page(large: World, sort: Sort) -> None:
    plain = {
        "scope": EVERYTHING,
        "category": None,
        "min_price": None,
        "max_price": None,
        "in_stock": False,
        "limit": 24,
    }

    with large.tx_as("catalog") as tx:
        steps = plans.nodes(tx, listing_store.statement(Shape(sort)), plain)

    assert steps[0]["Total Cost"] < 300
    assert not [step for step in steps if step["Node Type"] == "Sort" and step["Plan Rows"] > 25]


def test_a_scan_would_be_seen(large: World) -> None:
    without_index = "SELECT count(*) FROM catalog.products WHERE title LIKE 'Oak%'"
    whole_index = "SELECT id FROM catalog.product_variants ORDER BY id"

    with large.tx_as("admin") as tx:
        assert plans.scanned(tx, without_index, {}) == ["products"]
        assert plans.scanned(tx, whole_index, {}) == ["product_variants"]
