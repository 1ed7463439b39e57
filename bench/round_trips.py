"""Count the round trips that operations make to PostgreSQL before the commit.

What travels along with a statement, such as BEGIN and a claim, has none of its own.
"""

from collections.abc import Callable

from bench.warm import forget
from tests.support import api, market, sales, world

ORDER_LINES = (1, 5, 25)


def get_product(here: world.World, variant: market.Variant) -> int:
    """Count for a product that the cache does not have."""
    forget(here, variant)
    return _count(
        here, "catalog", lambda: api.call("GET /api/products/{product_id}", path={"product_id": variant.product_id})
    )


def list_products(here: world.World) -> int:
    """Count for a page of products."""
    return _count(here, "catalog", lambda: api.call("GET /api/products", query={"limit": 24}))


def add_to_cart(here: world.World, variant: market.Variant) -> int:
    """Count for a new line in a cart."""
    somebody = api.customer(sales.person())
    return _count(here, "cart", lambda: market.add(somebody, variant))


def place_order(here: world.World, variants: list[market.Variant]) -> int:
    """Count for an order with a line for each variant."""
    somebody = api.customer(sales.person())
    for variant in variants:
        assert market.add(somebody, variant).status == 201
    return _count(here, "orders", lambda: market.place(somebody))


def _count(here: world.World, service: str, call: Callable[[], api.Answer]) -> int:
    before = here.database(service).statements
    answer = call()
    assert answer.status < 400, answer.text
    return here.database(service).statements - before
