"""Many give back the same money, or send the same unit back, at the same time; every thread has its own connection."""

from collections import Counter
from functools import partial
from typing import Any

import pytest

from events.orders import OrderRefundRequested
from functions.orders.domain import history_store
from souk.identity import Caller
from tests.support import aftersale, api, bus, market
from tests.support.conditions import at_once
from tests.support.stock import levels
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("database")
WITHOUT_LOCK = history_store.LOCK.replace("FOR UPDATE", "")


def sold(quantity: int = 3) -> tuple[Caller, market.Shop, market.Variant, dict[str, Any]]:
    customer, shop = api.customer(), market.open_shop()
    mug = market.put_on_sale(shop, 1000)
    order = market.ordered(customer, (mug, quantity))
    market.pay(order)
    return customer, shop, mug, order


def line_of(order: dict[str, Any]) -> str:
    return str(order["sellers"][0]["lines"][0]["id"])


def amounts() -> int:
    return sum(event.amount.amount for event in bus.recorded_as(OrderRefundRequested))


def test_ten_who_refund_at_once_give_back_no_more_than_was_paid() -> None:
    _, shop, _, order = sold()
    units = [{"line_id": line_of(order), "quantity": 1}]

    answers = at_once([partial(aftersale.refund, shop.keeper, order, lines=units)] * 10)

    assert Counter(answer.status for answer in answers) == {201: 3, 422: 7}
    assert amounts() == 3000
    assert aftersale.refund(shop.keeper, order).json["items"][0]["amount"] == order["shipping_total"]


def test_without_the_lock_of_the_order_the_guard_of_the_claim_still_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    _, shop, _, order = sold(quantity=1)
    monkeypatch.setattr(history_store, "LOCK", WITHOUT_LOCK)
    whole = [partial(aftersale.refund, shop.keeper, order)] * 10

    statuses = Counter(answer.status for answer in at_once(whole))

    assert statuses[201] == 1
    assert amounts() == order["total"]["amount"]


def test_a_refund_and_a_cancellation_at_once_give_everything_back_once() -> None:
    for _ in range(4):
        customer, shop, mug, order = sold()

        at_once(
            [
                partial(aftersale.refund, shop.keeper, order, amount={"amount": 500, "currency": "GBP"}),
                partial(aftersale.cancel, customer, order),
                partial(aftersale.give_up, shop, order),
            ]
        )

        kept = aftersale.figures(order)
        assert kept["orders"][0]["status"] == "cancelled"
        assert sum(refund["amount"] for refund in kept["refunds"]) == order["total"]["amount"]
        bus.deliver("inventory.take_back_stock", *bus.recorded("order.cancelled"), times=2)
        assert levels(mug.id) == [(10, 0)]


def test_a_part_is_shipped_or_given_up_and_never_both() -> None:
    for _ in range(4):
        _, shop, mug, order = sold()

        shipped, given_up = at_once([partial(market.ship, shop, order), partial(aftersale.give_up, shop, order)])

        assert {shipped.status, given_up.status} in ({201, 409}, {409, 200})
        on_hand = 10 if given_up.status == 200 else 7
        assert levels(mug.id) == [(on_hand, 0)]


def test_one_unit_goes_back_by_one_of_two_returns() -> None:
    customer, shop, _, order = sold(quantity=1)
    market.ship(shop, order)

    answers = at_once([partial(aftersale.ask_return, customer, order, (line_of(order), 1))] * 2)

    assert Counter(answer.status for answer in answers) == {201: 1, 422: 1}
    assert aftersale.figures(order)["lines"][0]["returning_quantity"] == 1


def test_a_return_that_is_received_by_two_at_once_is_refunded_once() -> None:
    customer, shop, mug, order = sold()
    market.ship(shop, order)
    returned = aftersale.ask_return(customer, order, (line_of(order), 2)).json
    aftersale.answer_return(shop, returned, "accept")

    answers = at_once([partial(aftersale.answer_return, shop, returned, "receive", restock=True)] * 4)

    assert Counter(answer.status for answer in answers) == {200: 1, 409: 3}
    assert amounts() == 2000
    assert levels(mug.id) == [(9, 0)]


def test_the_tables_themselves_refuse_more_than_was_sold(database: World) -> None:
    _, _, _, order = sold()
    too_much = {
        "orders.seller_orders": "refunded_amount = total_amount + 1",
        "orders.order_lines": "refunded_quantity = quantity, returning_quantity = 1",
        "orders.refunds": "completed_amount = amount + 1",
        "inventory.reservation_lines": "returned = quantity + 1",
    }
    assert aftersale.refund(api.admin(), order).status == 201

    refused = []
    for table, change in too_much.items():
        with pytest.raises(Exception, match="violates check constraint"), database.tx_as("admin") as tx:
            tx.execute(f"UPDATE {table} SET {change}")
        refused.append(table)

    assert refused == list(too_much)
