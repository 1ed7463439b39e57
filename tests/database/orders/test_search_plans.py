"""Shops find their orders by index, whatever they look for."""

import pytest

from tests.support.plans import Large, Statement, statements, walk

pytestmark = pytest.mark.xdist_group("large")
ALL = ("after_id", "status", "state", "number", "buyer", "first_day", "last_day")
[SEARCH] = [one for one in statements() if one.name == "orders.domain.view_store.LIST_SELLER_ORDERS"]


def plan(large: Large, statement: Statement, **sought: str) -> set[str]:
    """Name the indexes by which a statement finds the shop's orders when only this is looked for."""
    given = dict.fromkeys(ALL, "NULL") | {"to_send": "false"} | sought
    assert large.scanned(statement, **given) == []
    steps = walk(large.plan(statement, **given))
    return {str(step["Index Name"]) for step in steps if str(step.get("Index Name", "")).startswith("seller_orders")}


@pytest.mark.parametrize(
    ("sought", "index"),
    [
        ({"number": "'number100'"}, "seller_orders_order_id_seller_id_key"),
        ({"buyer": "'buyer_name100'"}, "seller_orders_by_buyer"),
        ({"state": "'shipped'"}, "seller_orders_by_state"),
        ({"first_day": "current_date - 1"}, "seller_orders_of_seller"),
    ],
    ids=["number", "buyer", "state", "day"],
)
def test_what_a_shop_looks_for_is_found_by_its_index(large: Large, sought: dict[str, str], index: str) -> None:
    assert index in plan(large, SEARCH, **sought)
