"""Money goes back of what was sold: by units, by amount, by part or whole, and never more than was paid."""

from typing import Any
from uuid import UUID

import pytest

from events.orders import OrderRefundRefused, OrderRefundRequested
from souk.identity import Caller
from souk.ids import uuid7
from tests.support import aftersale, api, bus, market
from tests.support.stock import levels

pytestmark = pytest.mark.usefixtures("database")


def sold(amount: int = 999, quantity: int = 3) -> tuple[Caller, market.Shop, market.Variant, dict[str, Any]]:
    """Sell units of something of one shop."""
    customer, shop = api.customer(), market.open_shop()
    mug = market.put_on_sale(shop, amount)
    order = market.ordered(customer, (mug, quantity))
    market.pay(order)
    return customer, shop, mug, order


def of_two_shops() -> tuple[Caller, market.Shop, market.Shop, dict[str, Any]]:
    """Sell something of two shops in one order."""
    customer, one, other = api.customer(), market.open_shop("One"), market.open_shop("Other")
    order = market.ordered(customer, (market.put_on_sale(one), 1), (market.put_on_sale(other), 2))
    market.pay(order)
    return customer, one, other, order


def line_of(order: dict[str, Any]) -> str:
    return str(order["sellers"][0]["lines"][0]["id"])


def gbp(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "GBP"}


def test_units_are_refunded_one_by_one_and_add_up_to_their_line() -> None:
    customer, shop, _, order = sold(333)
    units = [{"line_id": line_of(order), "quantity": 1}]

    answers = [aftersale.refund(shop.keeper, order, lines=units) for _ in range(3)]
    too_many = aftersale.refund(shop.keeper, order, lines=units)

    assert [answer.status for answer in answers] == [201] * 3
    assert sum(answer.json["items"][0]["amount"]["amount"] for answer in answers) == 999
    assert (too_many.status, too_many.json["errors"][0]["field"]) == (422, "lines.0.quantity")
    [part] = market.look(customer, order)["sellers"]
    assert (part["lines"][0]["refunded_quantity"], part["lines"][0]["refunded"]) == (3, gbp(999))
    assert part["refunded"] == gbp(999)


def test_what_is_requested_is_published_as_it_was_sold_and_counted_when_it_is_paid_back() -> None:
    customer, shop, _, order = sold(1000, 2)

    refund = aftersale.refund(shop.keeper, order, reason="damaged", note="The handle broke").json["items"][0]
    aftersale.pay_back()

    [requested] = bus.recorded_as(OrderRefundRequested)
    assert requested.refund_id == UUID(refund["id"])
    assert (requested.seller_id, requested.reason) == (shop.seller_id, "damaged")
    total = order["total"]["amount"]
    assert (requested.amount.amount, requested.tax.amount) == (total, order["tax_total"]["amount"])
    assert (requested.commission.amount, requested.commission_tax.amount, requested.subsidy.amount) == (200, 0, 0)
    assert aftersale.figures(order)["refunds"][0]["status"] == "completed"
    found = market.look(customer, order)
    assert (found["status"], found["refunded"]) == ("refunded", order["total"])
    asked, paid = market.history(order["id"])[-2:]
    assert (asked["kind"], asked["data"]["note"], asked["data"]["reason"]) == (
        "refund_requested",
        "The handle broke",
        "damaged",
    )
    assert (paid["kind"], paid["data"]["refund_id"]) == ("refunded", refund["id"])
    assert requested.sequence == asked["sequence"]


def test_delivery_a_line_and_an_amount_of_a_line_are_refunded_together() -> None:
    _, shop, _, order = sold()

    answer = aftersale.refund(
        shop.keeper, order, lines=[{"line_id": line_of(order), "amount": gbp(150)}], shipping=gbp(100)
    )

    refund = answer.json["items"][0]
    assert (refund["amount"], refund["shipping"]) == (gbp(250), gbp(100))
    assert refund["lines"] == [{"line_id": line_of(order), "quantity": 0, "amount": gbp(150)}]


def test_an_amount_of_a_part_is_spread_over_what_is_left_of_it() -> None:
    _, shop, _, order = sold()

    refund = aftersale.refund(shop.keeper, order, amount=gbp(500)).json["items"][0]

    assert refund["amount"] == gbp(500)
    assert refund["shipping"]["amount"] + refund["lines"][0]["amount"]["amount"] == 500
    assert refund["lines"][0]["quantity"] == 0


def test_a_shop_refunds_its_part_and_an_administrator_all_of_them() -> None:
    customer, one, other, order = of_two_shops()

    own = aftersale.refund(one.keeper, order).json["items"]
    rest = aftersale.refund(api.admin(), order).json["items"]
    nothing = aftersale.refund(api.admin(), order)

    assert [UUID(refund["seller_id"]) for refund in own] == [one.seller_id]
    assert [UUID(refund["seller_id"]) for refund in rest] == [other.seller_id]
    assert sum(refund["amount"]["amount"] for refund in own + rest) == order["total"]["amount"]
    assert (nothing.status, nothing.code) == (409, "order_not_refundable")
    aftersale.pay_back()
    assert market.look(customer, order)["status"] == "refunded"


def test_units_go_back_on_the_shelf_when_that_is_asked_for() -> None:
    _, shop, mug, order = sold()

    aftersale.refund(shop.keeper, order, lines=[{"line_id": line_of(order), "quantity": 1}], restock=True)
    aftersale.refund(shop.keeper, order, lines=[{"line_id": line_of(order), "quantity": 1}])

    assert levels(mug.id) == [(8, 0)]


def wrong(order: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """Refunds that cannot be right, each with the field that says so."""
    line, total = line_of(order), order["total"]["amount"]
    of_line = order["sellers"][0]["lines"][0]["total"]["amount"]
    return [
        ({"amount": gbp(-1)}, "amount.amount"),
        ({"amount": gbp(0)}, "amount.amount"),
        ({"amount": gbp(total + 1)}, "amount.amount"),
        ({"amount": {"amount": 1, "currency": "EUR"}}, "amount.currency"),
        ({"amount": gbp(1), "shipping": gbp(1)}, "amount"),
        ({"shipping": gbp(total - of_line + 1)}, "shipping.amount"),
        ({"shipping": gbp(0)}, "shipping.amount"),
        ({"lines": [{"line_id": line, "quantity": 0}]}, "lines.0.quantity"),
        ({"lines": [{"line_id": line, "quantity": -1}]}, "lines.0.quantity"),
        ({"lines": [{"line_id": line, "quantity": 4}]}, "lines.0.quantity"),
        ({"lines": [{"line_id": line, "amount": gbp(of_line + 1)}]}, "lines.0.amount.amount"),
        ({"lines": [{"line_id": line, "amount": gbp(1), "quantity": 1}]}, "lines.0"),
        ({"lines": [{"line_id": line}]}, "lines.0"),
        ({"lines": [{"line_id": str(uuid7()), "quantity": 1}]}, "lines.0.line_id"),
        ({"lines": [{"line_id": line, "quantity": 1}] * 2}, "lines.1.line_id"),
        ({"seller_order_id": str(uuid7())}, "seller_order_id"),
        ({"reason": "returned"}, "reason"),
        ({"reason": "boredom"}, "reason"),
    ]


@pytest.mark.parametrize("number", range(18))
def test_what_cannot_be_refunded_is_refused_by_its_field_and_changes_nothing(number: int) -> None:
    _, shop, _, order = sold()
    body, field = wrong(order)[number]
    before, events = aftersale.figures(order), len(bus.recorded())

    answer = aftersale.refund(shop.keeper, order, **body)

    assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (422, [field])
    assert (aftersale.figures(order), len(bus.recorded())) == (before, events)


def test_less_than_all_of_an_order_of_several_shops_needs_to_say_of_which() -> None:
    _, one, _, order = of_two_shops()

    nowhere = aftersale.refund(api.admin(), order, amount=gbp(100))
    somewhere = aftersale.refund(
        api.admin(), order, amount=gbp(100), seller_order_id=market.seller_order_of(one, order)
    )

    assert (nowhere.status, nowhere.json["errors"][0]["field"]) == (422, "seller_order_id")
    assert somewhere.json["items"][0]["seller_id"] == str(one.seller_id)


def test_a_shop_refunds_nothing_of_another_and_learns_nothing_of_orders_that_are_not_its_own() -> None:
    _, one, other, order = of_two_shops()
    before = aftersale.figures(order)

    part = aftersale.refund(one.keeper, order, seller_order_id=market.seller_order_of(other, order))
    stranger = aftersale.refund(market.open_shop("Third").keeper, order)
    missing = aftersale.refund(one.keeper, {"id": uuid7()})

    assert (part.status, part.json["errors"][0]["field"]) == (422, "seller_order_id")
    assert (stranger.status, stranger.code) == (missing.status, missing.code) == (404, "order_not_found")
    assert aftersale.figures(order) == before


def test_an_order_that_is_unpaid_or_cancelled_is_not_refunded() -> None:
    customer, shop = api.customer(), market.open_shop()
    mug = market.put_on_sale(shop)
    unpaid, cancelled = market.ordered(customer, (mug, 1)), market.ordered(customer, (mug, 1))
    market.pay(cancelled)
    assert aftersale.cancel(customer, cancelled).status == 200

    answers = [aftersale.refund(who, unpaid) for who in (shop.keeper, api.admin())]
    answers += [aftersale.refund(who, cancelled) for who in (shop.keeper, api.admin())]

    assert [answer.code for answer in answers] == ["order_not_found"] + ["order_not_refundable"] * 3


def test_what_the_provider_refuses_is_free_again_and_told_once() -> None:
    customer, shop, _, order = sold()
    refund = aftersale.refund(shop.keeper, order, lines=[{"line_id": line_of(order), "quantity": 2}]).json["items"][0]

    market.deliver_to_orders("free_refused_refund", aftersale.refused(order, refund), times=2)

    [refused] = bus.recorded_as(OrderRefundRefused)
    assert (str(refused.refund_id), refused.amount.model_dump()) == (refund["id"], refund["amount"])
    [part] = market.look(customer, order)["sellers"]
    assert (part["refunded"], part["lines"][0]["refunded_quantity"]) == (gbp(0), 0)
    assert aftersale.refund(shop.keeper, order).json["items"][0]["amount"] == order["total"]
    assert [entry["kind"] for entry in market.history(order["id"])][2:] == [
        "refund_requested",
        "refund_refused",
        "refund_requested",
    ]


def test_a_refund_that_went_back_in_part_stays_claimed_when_the_rest_is_refused() -> None:
    _, shop, _, order = sold()
    refund = aftersale.refund(shop.keeper, order).json["items"][0]
    some = market.refunded(order, 100, requested_id=refund["id"])
    rest = refund | {"amount": gbp(refund["amount"]["amount"] - 100)}

    market.deliver_to_orders("count_refund", some)
    market.deliver_to_orders("free_refused_refund", aftersale.refused(order, rest))

    assert bus.recorded_as(OrderRefundRefused) == []
    assert aftersale.refund(shop.keeper, order).code == "order_not_refundable"


def test_a_refund_is_counted_once_and_beyond_its_request_only_by_the_order() -> None:
    _, shop, _, order = sold()
    refund = aftersale.refund(shop.keeper, order, amount=gbp(100)).json["items"][0]

    market.deliver_to_orders("count_refund", market.refunded(order, 100, requested_id=refund["id"]), times=2)

    kept = aftersale.figures(order)
    assert kept["refunds"][0]["completed_amount"] == kept["orders"][0]["refunded_amount"] == 100
