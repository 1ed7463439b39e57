"""An order's history is written once, and the order is its fold."""

from collections import Counter
from functools import reduce
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pg8000.exceptions import DatabaseError

from functions.orders import cancel_overdue_orders
from functions.orders.domain.states import UNPAID, Kind, OrderStatus, Parts, after
from souk.ids import uuid7
from tests.support import aftersale, api, bus, market, world
from tests.support.world import World

STEPS = (
    "action",
    "failed",
    "failed for good",
    "paid",
    "cancel",
    "overdue",
    "ship",
    "deliver",
    "give up",
    "ask for a refund",
    "ask for all",
    "refuse a refund",
    "ask to return",
    "accept a return",
    "decline a return",
    "receive a return",
    "refund",
    "refund all",
)

MARKS = ("shipped", "delivered", "cancelled")
GOING_ON = {OrderStatus.PAID, OrderStatus.PARTLY_SHIPPED, OrderStatus.SHIPPED, OrderStatus.COMPLETED}

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


@settings(max_examples=40)
@given(walk=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 1)), max_size=16))
def test_the_status_is_the_fold_of_the_history_whatever_happens(database: World, walk: list[tuple[str, int]]) -> None:
    customer, shops = api.customer(), [market.open_shop() for _ in range(2)]
    order = market.ordered(customer, *((market.put_on_sale(shop, 1000), 1) for shop in shops))

    for step, which in walk:
        _take(step, customer, shops[which], order)

    with database.tx_as("admin") as tx:
        row = tx.row(
            "SELECT status, sequence, seller_count, shipped_count, delivered_count, cancelled_count, captured_amount "
            "FROM orders.orders WHERE id = :id",
            id=order["id"],
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
    counts = row["shipped_count"], row["delivered_count"], row["cancelled_count"]
    of_parts = [Counter(kind.removeprefix("last_") for kind in kinds)[f"seller_order_{step}"] for step in MARKS]
    assert list(counts) == of_parts
    if row["status"] in GOING_ON:
        assert row["status"] == Parts(row["seller_count"], counts[2], counts[0], counts[1]).standing
    _add_up(order, kinds)
    ours = [event for event in bus.recorded() if event.source == "souk.orders"]
    published = [event.sequence for event in ours if event.aggregate_id == order["id"]]
    assert sorted(published) == list(range(1, row["sequence"] + 1))


def _add_up(order: dict[str, Any], kinds: list[Kind]) -> None:
    """Whatever was asked for, no more is claimed than was paid, and every sum is that of its rows."""
    kept = aftersale.figures(order)
    standing = [refund for refund in kept["refunds"] if refund["status"] != "refused"]
    claimed = sum(part["refunded_amount"] for part in kept["parts"])
    assert claimed == sum(refund["amount"] for refund in standing) <= order["total"]["amount"]
    for name in ("refunded_tax_amount", "refunded_commission_amount"):
        by_line = sum(line[name] for line in kept["lines"])
        assert sum(part[name] for part in kept["parts"]) >= by_line
    assert len(kept["refunds"]) == kinds.count(Kind.REFUND_REQUESTED)
    if Kind.CANCELLED in kinds and Kind.PAID in kinds and Kind.REFUND_REFUSED not in kinds:
        assert claimed == order["total"]["amount"]


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
    elif step == "give up":
        aftersale.give_up(shop, order)
    elif step == "ask for a refund":
        aftersale.refund(shop.keeper, order, amount={"amount": 100, "currency": "GBP"})
    elif step == "ask for all":
        aftersale.refund(api.admin(), order)
    elif step == "refuse a refund":
        for refund in aftersale.figures(order)["refunds"][-1:]:
            money = {"amount": refund["amount"], "currency": "GBP"}
            bus.deliver("orders.free_refused_refund", aftersale.refused(order, {"id": refund["id"], "amount": money}))
    elif step == "ask to return":
        part = next(part for part in order["sellers"] if part["seller_id"] == str(shop.seller_id))
        aftersale.ask_return(customer, order, (part["lines"][0]["id"], 1))
    elif step.endswith("a return"):
        for returned in aftersale.figures(order)["returns"][-1:]:
            aftersale.answer_return(shop, returned, step.split()[0])
    elif left:
        bus.deliver("orders.count_refund", market.refunded(order, left if step == "refund all" else min(left, 100)))
