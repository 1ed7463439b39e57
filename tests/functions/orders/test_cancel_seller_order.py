"""A shop gives up its part of an order before it is shipped: stock and money go back, once."""

from typing import Any

import pytest

from events.orders import (
    OrderCancelled,
    OrderCompleted,
    OrderRefundRequested,
    SellerOrderCancelled,
)
from events.payments import PaymentAuthorized
from souk.identity import Caller
from tests.support import aftersale, api, bus, market
from tests.support.stock import levels

pytestmark = pytest.mark.usefixtures("database")


def of_two_shops() -> tuple[Caller, dict[str, market.Shop], dict[str, market.Variant], dict[str, Any]]:
    """Sell something of two shops in one order."""
    customer, shops = api.customer(), {name: market.open_shop(name) for name in ("One", "Other")}
    things = {name: market.put_on_sale(shop) for name, shop in shops.items()}
    order = market.ordered(customer, *((thing, 2) for thing in things.values()))
    market.pay(order)
    return customer, shops, things, order


def kinds(order: dict[str, Any]) -> list[str]:
    return [entry["kind"] for entry in market.history(order["id"])][2:]


def take_back_stock() -> None:
    assert bus.deliver("inventory.take_back_stock", *bus.recorded_as(OrderCancelled), times=2) == []


def test_a_part_that_is_given_up_comes_back_whole_and_the_rest_of_the_order_goes_on() -> None:
    customer, shops, things, order = of_two_shops()

    answer = aftersale.give_up(shops["One"], order, reason="out_of_stock", note="The last one broke")

    assert (answer.status, answer.json["status"], answer.json["order_status"]) == (200, "cancelled", "paid")
    assert answer.json["picks"] == []
    found = {part["seller_name"]: part for part in market.look(customer, order)["sellers"]}
    assert (found["One"]["status"], found["Other"]["status"]) == ("cancelled", "ready")
    assert found["One"]["refunded"] == found["One"]["total"]
    [event] = bus.recorded_as(SellerOrderCancelled)
    assert (event.seller_id, event.reason) == (shops["One"].seller_id, "out_of_stock")
    [refund] = bus.recorded_as(OrderRefundRequested)
    assert (refund.amount.model_dump(), refund.reason) == (found["One"]["total"], "seller_order_cancelled")
    assert [levels(thing.id) for thing in things.values()] == [[(10, 0)], [(8, 0)]]
    assert kinds(order) == ["seller_order_cancelled", "refund_requested"]
    assert market.history(order["id"])[2]["data"]["note"] == "The last one broke"


def test_the_last_part_that_is_given_up_cancels_the_order() -> None:
    customer, shops, things, order = of_two_shops()

    for shop in shops.values():
        assert aftersale.give_up(shop, order).status == 200
    take_back_stock()
    aftersale.pay_back()

    found = market.look(customer, order)
    assert (found["status"], found["refunded"]) == ("cancelled", order["total"])
    assert [event.reason for event in bus.recorded_as(OrderCancelled)] == ["seller"]
    assert [levels(thing.id) for thing in things.values()] == [[(10, 0)], [(10, 0)]]


def test_a_customer_cancels_what_shops_have_left_of_an_order() -> None:
    customer, shops, things, order = of_two_shops()
    aftersale.give_up(shops["One"], order)

    answer = aftersale.cancel(customer, order)
    take_back_stock()
    aftersale.pay_back()

    assert (answer.status, answer.json["status"]) == (200, "cancelled")
    assert sum(event.amount.amount for event in bus.recorded_as(OrderRefundRequested)) == order["total"]["amount"]
    assert market.look(customer, order)["refunded"] == order["total"]
    assert [levels(thing.id) for thing in things.values()] == [[(10, 0)], [(10, 0)]]


def authorised() -> tuple[Caller, dict[str, market.Shop], dict[str, Any]]:
    """Sell something of two shops, its money authorised and not captured."""
    customer, shops = api.customer(), {name: market.open_shop(name) for name in ("One", "Other")}
    order = market.ordered(customer, *((market.put_on_sale(shop), 1) for shop in shops.values()))
    paid = market.completed(order).model_dump(exclude={"surplus"})
    market.deliver_to_orders("mark_order_paid", PaymentAuthorized(**paid, sequence=2))
    return customer, shops, order


def test_what_is_given_up_before_its_money_is_captured_is_paid_back_when_it_is() -> None:
    _, shops, order = authorised()

    given_up = aftersale.give_up(shops["One"], order)
    refund = aftersale.refund(shops["Other"].keeper, order)
    before = bus.recorded_as(OrderRefundRequested)
    market.ship(shops["Other"], order)
    market.deliver_to_orders("mark_order_paid", market.completed(order), times=2)

    assert (given_up.status, refund.code, before) == (200, "order_not_refundable", [])
    assert [event.seller_id for event in bus.recorded_as(OrderRefundRequested)] == [shops["One"].seller_id]
    assert kinds(order)[-2:] == ["captured", "refund_requested"]


def test_nothing_is_paid_back_of_a_cancelled_order_whose_money_was_not_captured() -> None:
    customer, _, order = authorised()

    assert aftersale.cancel(customer, order).status == 200

    assert bus.recorded_as(OrderRefundRequested) == []
    assert kinds(order) == ["cancelled"]


def test_parts_that_are_given_up_are_not_waited_for() -> None:
    _, shops, _, order = of_two_shops()
    aftersale.give_up(shops["One"], order)

    shipped = market.ship(shops["Other"], order).json["order_status"]
    arrived = market.deliver(shops["Other"], order).json["order_status"]

    assert (shipped, arrived) == ("shipped", "completed")


@pytest.mark.parametrize(("arrived", "status"), [(False, "shipped"), (True, "completed")])
def test_an_order_stands_where_the_rest_of_it_does(arrived: bool, status: str) -> None:
    _, shops, _, order = of_two_shops()
    market.ship(shops["One"], order)
    if arrived:
        market.deliver(shops["One"], order)

    answer = aftersale.give_up(shops["Other"], order)

    assert answer.json["order_status"] == status
    assert len(bus.recorded_as(OrderCompleted)) == arrived


def test_what_a_refund_gave_back_is_not_given_back_again() -> None:
    _, shops, things, order = of_two_shops()
    line = next(part["lines"][0] for part in order["sellers"] if part["seller_name"] == "One")
    part = market.seller_order_of(shops["One"], order)
    aftersale.refund(shops["One"].keeper, order, lines=[{"line_id": line["id"], "quantity": 1}], restock=True)

    aftersale.give_up(shops["One"], order)

    total = next(one["total"]["amount"] for one in order["sellers"] if one["id"] == part)
    assert sum(event.amount.amount for event in bus.recorded_as(OrderRefundRequested)) == total
    assert levels(things["One"].id) == [(10, 0)]


def test_what_was_shipped_or_given_up_cannot_be_given_up_and_nothing_changes() -> None:
    _, shops, _, order = of_two_shops()
    market.ship(shops["One"], order)
    aftersale.give_up(shops["Other"], order)
    before, stood = aftersale.figures(order), market.history(order["id"])

    answers = [aftersale.give_up(shop, order) for shop in shops.values()]
    unpaid = market.ordered(api.customer(), (market.put_on_sale(shops["One"]), 1))

    assert [(answer.status, answer.code) for answer in answers] == [(409, "order_not_cancellable")] * 2
    assert aftersale.give_up(shops["One"], unpaid).code == "seller_order_not_found"
    assert market.ship(shops["Other"], order).code == "order_not_shippable"
    assert (aftersale.figures(order), market.history(order["id"])) == (before, stood)
