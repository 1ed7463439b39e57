"""Orders that stay unpaid longer than their stock is held are given up."""

from typing import Any

import pytest

from events.orders import OrderCancelled
from functions.orders import cancel_overdue_orders
from tests.support import api, bus, market, world
from tests.support.stock import levels

pytestmark = pytest.mark.usefixtures("database")


def run_schedule() -> None:
    api.invoke(cancel_overdue_orders.handler, {})


def let_holds_run_out() -> None:
    with world.current().tx_as("admin") as tx:
        tx.execute("UPDATE orders.orders SET held_until = now() - interval '1 second'")


def history(order: dict[str, Any]) -> list[str]:
    return [entry["kind"] for entry in market.history(order["id"])]


def test_an_order_within_its_hold_stays() -> None:
    mug = market.put_on_sale(market.open_shop())
    order = market.ordered(api.customer(), (mug, 1))

    run_schedule()

    assert history(order) == ["placed"]
    assert levels(mug.id) == [(10, 1)]


def test_overdue_orders_are_cancelled_once_and_their_stock_is_free() -> None:
    mug = market.put_on_sale(market.open_shop())
    waiting, acting, paid = (market.ordered(api.customer(), (mug, 1)) for _ in range(3))
    market.deliver_to_orders("await_action", market.action_required(acting))
    market.pay(paid)
    let_holds_run_out()

    run_schedule()
    run_schedule()

    assert history(waiting) == ["placed", "cancelled"]
    assert history(acting) == ["placed", "action_required", "cancelled"]
    assert history(paid) == ["placed", "paid"]
    assert levels(mug.id) == [(9, 0)]
    assert [event.reason for event in bus.recorded_as(OrderCancelled)] == ["payment_overdue"] * 2


def test_an_overdue_order_that_somebody_works_on_is_left_for_the_next_minute() -> None:
    mug = market.put_on_sale(market.open_shop())
    busy, idle = (market.ordered(api.customer(), (mug, 1)) for _ in range(2))
    let_holds_run_out()

    with world.current().tx_as("admin") as tx:
        tx.execute("SELECT FROM orders.orders WHERE id = :id FOR UPDATE", id=busy["id"])
        run_schedule()

    assert history(busy) == ["placed"]
    assert history(idle) == ["placed", "cancelled"]


def test_an_overdue_order_whose_cart_somebody_is_changing_keeps_no_other_waiting() -> None:
    mug = market.put_on_sale(market.open_shop())
    shopper = api.customer()
    busy, idle = (market.ordered(customer, (mug, 1)) for customer in (shopper, api.customer()))
    let_holds_run_out()

    with world.current().tx_as("admin") as tx:
        tx.execute("SELECT FROM cart.carts WHERE id = :id FOR UPDATE", id=shopper.user_id)
        run_schedule()
    left = history(busy)
    run_schedule()

    assert left == ["placed"]
    assert history(busy) == history(idle) == ["placed", "cancelled"]


def test_an_overdue_order_that_cannot_be_cancelled_is_told_of_when_the_others_are() -> None:
    mug = market.put_on_sale(market.open_shop())
    broken, sound = (market.ordered(api.customer(), (mug, 1)) for _ in range(2))
    let_holds_run_out()
    with world.current().tx_as("admin") as tx:
        tx.execute(
            "INSERT INTO orders.order_events (order_id, sequence, kind, status) VALUES (:id, 2, 'paid', 'paid')",
            id=broken["id"],
        )

    with pytest.raises(ExceptionGroup, match="overdue"):
        run_schedule()

    assert history(broken) == ["placed", "paid"]
    assert history(sound) == ["placed", "cancelled"]


def test_a_payment_that_completes_after_the_order_was_overdue_is_noted() -> None:
    mug = market.put_on_sale(market.open_shop())
    order = market.ordered(api.customer(), (mug, 1))
    let_holds_run_out()
    run_schedule()

    market.pay(order)

    assert history(order) == ["placed", "cancelled", "paid_after_cancellation"]
    assert [event.reason for event in bus.recorded_as(OrderCancelled)] == ["payment_overdue"]
    assert levels(mug.id) == [(10, 0)]
