"""An order's history is written once, and the order is its fold."""

from functools import reduce
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pg8000.exceptions import DatabaseError

from functions.orders import cancel_overdue_orders
from functions.orders.domain.states import UNPAID, Kind, OrderStatus, after
from souk.ids import uuid7
from tests.support import api, bus, market, world
from tests.support.world import World

STEPS = ("action", "failed", "failed for good", "paid", "cancel", "overdue", "ship", "deliver", "refund", "refund all")

WAITING = """
SELECT
    sold.order_status, coalesce(sold.to_send, false) AS to_send,
    orders.status_of(sold, placed.status) = 'ready' AS ready
FROM orders.seller_orders AS sold
JOIN orders.orders AS placed ON placed.id = sold.order_id
WHERE placed.id = :id
"""


@pytest.mark.parametrize("role", ["orders", "admin"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE orders.order_events SET kind = 'paid'",
        "DELETE FROM orders.order_events",
        "TRUNCATE orders.order_events",
    ],
)
def test_nobody_rewrites_history(database: World, role: str, statement: str) -> None:
    order = market.ordered(api.customer(), (market.put_on_sale(market.open_shop()), 1))

    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), database.tx_as(role) as tx:
        tx.execute(statement)

    assert [entry["kind"] for entry in market.history(order["id"])] == ["placed"]


def test_the_database_means_by_unpaid_what_the_code_does(database: World) -> None:
    with database.tx_as("orders") as tx:
        assert {status for status in OrderStatus if tx.value("SELECT is_unpaid(:status)", status=status)} == UNPAID


@settings(max_examples=25)
@given(walk=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 1)), max_size=12))
def test_the_status_is_the_fold_of_the_history_whatever_happens(database: World, walk: list[tuple[str, int]]) -> None:
    customer, shops = api.customer(), [market.open_shop() for _ in range(2)]
    order = market.ordered(customer, *((market.put_on_sale(shop, 1000), 1) for shop in shops))

    for step, which in walk:
        _take(step, customer, shops[which], order)

    with database.tx_as("admin") as tx:
        row = tx.row(
            "SELECT status, sequence, shipped_count, delivered_count FROM orders.orders WHERE id = :id", id=order["id"]
        )
        waiting = tx.rows(WAITING, id=order["id"])
    assert row is not None
    assert [sold["to_send"] for sold in waiting] == [sold["ready"] for sold in waiting]
    history = market.history(order["id"])
    kinds = [Kind(entry["kind"]) for entry in history]
    assert {sold["order_status"] for sold in waiting} == {row["status"] if Kind.PAID in kinds else None}
    folded = [reduce(after, kinds[: place + 1], None) for place in range(len(kinds))]
    assert folded == [entry["status"] for entry in history]
    assert folded[-1] == row["status"]
    assert [entry["sequence"] for entry in history] == list(range(1, row["sequence"] + 1))
    assert row["shipped_count"] == sum("shipped" in kind for kind in kinds)
    assert row["delivered_count"] == sum("delivered" in kind for kind in kinds)
    ours = [event for event in bus.recorded() if event.source == "souk.orders"]
    published = [event.sequence for event in ours if event.aggregate_id == order["id"]]
    assert sorted(published) == list(range(1, row["sequence"] + 1))


def _take(step: str, customer: Any, shop: market.Shop, order: dict[str, Any]) -> None:
    with world.current().tx_as("admin") as tx:
        refunded = tx.value("SELECT refunded_amount FROM orders.orders WHERE id = :id", id=order["id"])
    left = order["total"]["amount"] - refunded
    if step == "action":
        bus.deliver("orders.await_action", market.action_required(order, transaction_id=uuid7()))
    elif step == "failed":
        bus.deliver("orders.await_payment", market.failed(order, final=False, transaction_id=uuid7()))
    elif step == "failed for good":
        bus.deliver("orders.await_payment", market.failed(order, final=True))
    elif step == "paid":
        bus.deliver("orders.mark_order_paid", market.completed(order))
    elif step == "cancel":
        api.call("PUT /api/orders/{order_id}/cancel", as_=customer, path={"order_id": order["id"]})
    elif step == "overdue":
        with world.current().tx_as("admin") as tx:
            tx.execute("UPDATE orders.orders SET held_until = now() - interval '1 second'")
        api.invoke(cancel_overdue_orders.handler, {})
    elif step == "ship":
        market.ship(shop, order)
    elif step == "deliver":
        market.deliver(shop, order)
    elif left:
        bus.deliver("orders.count_refund", market.refunded(order, left if step == "refund all" else min(left, 100)))
