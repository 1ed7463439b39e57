"""Goods go back to their shop within thirty days, and their money to the customer."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from events.orders import OrderRefundRequested, OrderReturnAccepted, OrderReturnDeclined, OrderReturnRequested
from functions.orders.returns.domain.model import RETURN_WINDOW
from souk.identity import Caller
from souk.ids import uuid7
from tests.support import aftersale, api, bus, market
from tests.support.clock import FixedClock
from tests.support.stock import levels

pytestmark = pytest.mark.usefixtures("database")


def shipped(
    quantity: int = 3, customer: Caller | None = None, **wishes: Any
) -> tuple[Caller, market.Shop, market.Variant, dict[str, Any], str]:
    """Sell and send units of something; give the line's id too."""
    customer, shop = customer or api.customer(), market.open_shop()
    mug = market.put_on_sale(shop, 1000)
    order = market.ordered(customer, (mug, quantity), **wishes)
    market.pay(order)
    market.ship(shop, order)
    return customer, shop, mug, order, str(order["sellers"][0]["lines"][0]["id"])


def gbp(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "GBP"}


def requested() -> list[tuple[int, str]]:
    return [(event.amount.amount, event.reason) for event in bus.recorded_as(OrderRefundRequested)]


def test_goods_are_sent_back_received_and_refunded() -> None:
    customer, shop, mug, order, line = shipped()

    returned = aftersale.ask_return(customer, order, (line, 2)).json
    accepted = aftersale.answer_return(shop, returned, "accept", answer="Please use the old box")
    received = aftersale.answer_return(shop, returned, "receive", restock=True)
    aftersale.pay_back()

    assert [one["status"] for one in (returned, accepted.json, received.json)] == ["requested", "accepted", "received"]
    assert accepted.json["answer"] == received.json["answer"] == "Please use the old box"
    assert requested() == [(2000, "returned")]
    assert levels(mug.id) == [(9, 0)]
    [seen] = api.made("GET /api/orders/{order_id}/returns", as_=customer, path={"order_id": order["id"]})["items"]
    assert (seen["status"], seen["restocked"]) == ("refunded", True)
    [part] = market.look(customer, order)["sellers"]
    assert (part["lines"][0]["refunded_quantity"], part["lines"][0]["returning_quantity"]) == (2, 0)
    assert [entry["kind"] for entry in market.history(order["id"])[3:]] == [
        "return_requested",
        "return_accepted",
        "return_received",
        "refund_requested",
        "partly_refunded",
    ]
    [asked], [taken] = bus.recorded_as(OrderReturnRequested), bus.recorded_as(OrderReturnAccepted)
    assert (asked.return_id, asked.reason, taken.without_return) == (taken.return_id, "does_not_fit", False)


def test_a_customer_may_keep_what_is_not_worth_the_way_and_is_refunded_at_once() -> None:
    customer, shop, mug, order, line = shipped()
    returned = aftersale.ask_return(customer, order, (line, 1)).json

    answer = aftersale.answer_return(shop, returned, "accept", without_return=True, amount=gbp(600))
    again = aftersale.answer_return(shop, returned, "receive")
    aftersale.pay_back()

    assert (answer.json["status"], again.code) == ("accepted", "return_not_answerable")
    assert requested() == [(600, "returned")]
    assert levels(mug.id) == [(7, 0)]
    assert aftersale.figures(order)["returns"][0]["status"] == "refunded"


def test_a_shop_may_pay_the_delivery_back_too() -> None:
    customer, shop, _, order, line = shipped()
    returned = aftersale.ask_return(customer, order, (line, 1)).json
    aftersale.answer_return(shop, returned, "accept")

    aftersale.answer_return(shop, returned, "receive", shipping=order["shipping_total"])

    assert requested() == [(1000 + order["shipping_total"]["amount"], "returned")]


def test_what_is_declined_may_be_asked_for_again() -> None:
    customer, shop, _, order, line = shipped(quantity=1)
    returned = aftersale.ask_return(customer, order, (line, 1)).json
    meanwhile = aftersale.ask_return(customer, order, (line, 1))

    declined = aftersale.answer_return(shop, returned, "decline", answer="It was engraved for you")

    assert (meanwhile.status, meanwhile.json["errors"][0]["field"]) == (422, "lines.0.quantity")
    assert declined.json["status"] == "declined"
    assert [event.answer for event in bus.recorded_as(OrderReturnDeclined)] == ["It was engraved for you"]
    assert aftersale.ask_return(customer, order, (line, 1)).status == 201
    assert requested() == []


def test_goods_that_never_came_are_declined_after_all() -> None:
    customer, shop, _, order, line = shipped()
    returned = aftersale.ask_return(customer, order, (line, 3)).json
    aftersale.answer_return(shop, returned, "accept")

    assert aftersale.answer_return(shop, returned, "decline").json["status"] == "declined"
    assert aftersale.figures(order)["lines"][0]["returning_quantity"] == 0


def test_units_on_their_way_back_are_not_refunded_beside_and_refunded_ones_not_returned() -> None:
    customer, shop, _, order, line = shipped()
    aftersale.ask_return(customer, order, (line, 2))

    two = aftersale.refund(shop.keeper, order, lines=[{"line_id": line, "quantity": 2}])
    one = aftersale.refund(shop.keeper, order, lines=[{"line_id": line, "quantity": 1}])
    more = aftersale.ask_return(customer, order, (line, 1))

    assert (two.status, two.json["errors"][0]["field"], one.status) == (422, "lines.0.quantity", 201)
    assert (more.status, more.json["errors"][0]["field"]) == (422, "lines.0.quantity")


def test_what_was_paid_back_before_it_came_is_received_without_another_refund() -> None:
    customer, shop, mug, order, line = shipped()
    returned = aftersale.ask_return(customer, order, (line, 3)).json
    aftersale.answer_return(shop, returned, "accept")
    aftersale.refund(shop.keeper, order)
    aftersale.pay_back()

    received = aftersale.answer_return(shop, returned, "receive", restock=True)

    assert received.json["status"] == "refunded"
    assert requested() == [(order["total"]["amount"], "damaged")]
    assert levels(mug.id) == [(10, 0)]
    assert aftersale.ask_return(customer, order, (line, 1)).code == "order_not_returnable"


@pytest.mark.parametrize(("late", "status"), [(timedelta(0), 201), (timedelta(minutes=1), 409)])
def test_a_parcel_may_be_returned_for_thirty_days_from_its_arrival(late: timedelta, status: int) -> None:
    customer, shop, _, order, line = shipped()
    arrived = datetime.fromisoformat(market.deliver(shop, order).json["delivered_at"])

    answer = aftersale.ask_return(customer, order, (line, 1), clock=FixedClock(arrived + RETURN_WINDOW + late))

    assert answer.status == status
    assert answer.code in (None, "order_not_returnable")
    assert len(aftersale.figures(order)["returns"]) == (status == 201)


def test_what_was_not_sent_is_not_returned() -> None:
    customer, shop, other = api.customer(), market.open_shop(), market.open_shop("Other")
    order = market.ordered(customer, (market.put_on_sale(shop), 1), (market.put_on_sale(other), 1))
    line = next(part["lines"][0]["id"] for part in order["sellers"] if part["seller_id"] == str(shop.seller_id))

    unpaid = aftersale.ask_return(customer, order, (line, 1))
    market.pay(order)
    paid = aftersale.ask_return(customer, order, (line, 1))
    market.ship(other, order)
    partly_shipped = aftersale.ask_return(customer, order, (line, 1))

    assert [answer.code for answer in (unpaid, paid, partly_shipped)] == ["order_not_returnable"] * 3
    assert aftersale.figures(order)["returns"] == []


def test_what_cannot_be_returned_is_refused_by_its_field_and_changes_nothing() -> None:
    customer, _, _, order, line = shipped()
    before = aftersale.figures(order)

    wrong = {
        "lines.0.quantity": [(line, 4)],
        "lines.0.line_id": [(str(uuid7()), 1)],
        "lines.1.line_id": [(line, 1), (line, 1)],
        "lines": [],
    }
    found = {field: aftersale.ask_return(customer, order, *lines) for field, lines in wrong.items()}

    assert {field: [error["field"] for error in answer.json["errors"]] for field, answer in found.items()} == {
        field: [field] for field in wrong
    }
    assert aftersale.ask_return(customer, order, (line, 0)).status == 422
    assert aftersale.figures(order) == before


def test_an_answer_that_does_not_go_together_is_refused_and_changes_nothing() -> None:
    customer, shop, _, order, line = shipped()
    returned = aftersale.ask_return(customer, order, (line, 2)).json
    aftersale.answer_return(shop, returned, "accept")
    before = aftersale.figures(order)

    answers = {
        "amount": aftersale.answer_return(shop, returned, "decline", amount=gbp(1)),
        "restock": aftersale.answer_return(shop, returned, "decline", restock=True),
        "without_return": aftersale.answer_return(shop, returned, "receive", without_return=True),
        "amount.amount": aftersale.answer_return(shop, returned, "receive", amount=gbp(2001)),
        "shipping.amount": aftersale.answer_return(shop, returned, "receive", shipping=gbp(10**9)),
        "amount.currency": aftersale.answer_return(shop, returned, "receive", amount=gbp(1) | {"currency": "EUR"}),
    }

    assert {field: answer.json["errors"][0]["field"] for field, answer in answers.items()} == {
        field: field for field in answers
    }
    assert aftersale.answer_return(shop, returned, "accept").code == "return_not_answerable"
    assert aftersale.figures(order) == before


def test_a_guest_returns_with_the_token_that_placed_the_order() -> None:
    guest, _, _, order, line = shipped(customer=api.guest(), email="ada@example.com")

    assert aftersale.ask_return(guest, order, (line, 1)).status == 201
    assert len(api.made("GET /api/orders/{order_id}/returns", as_=guest, path={"order_id": order["id"]})["items"]) == 1


def test_shops_list_and_show_their_returns_and_nobody_elses() -> None:
    customer, shop, _, order, line = shipped()
    first, second = (aftersale.ask_return(customer, order, (line, 1)).json for _ in range(2))
    aftersale.answer_return(shop, first, "decline")

    def listed(of: market.Shop, **query: Any) -> list[str]:
        return [one["id"] for one in api.made("GET /api/seller/returns", as_=of.keeper, query=query)["items"]]

    other = market.open_shop("Other")
    show = "GET /api/seller/returns/{return_id}"
    assert listed(shop) == [second["id"], first["id"]]
    assert listed(shop, status="declined") == [first["id"]]
    assert listed(other) == []
    assert api.made(show, as_=shop.keeper, path={"return_id": first["id"]})["number"] == order["number"]
    assert api.call(show, as_=other.keeper, path={"return_id": first["id"]}).code == "return_not_found"
    assert aftersale.answer_return(other, second, "accept").code == "return_not_found"
    stranger = api.call("GET /api/orders/{order_id}/returns", as_=api.customer(), path={"order_id": order["id"]})
    assert stranger.code == "order_not_found"
    assert aftersale.ask_return(api.customer(), order, (line, 1)).code == "order_not_found"


def test_a_return_whose_refund_is_refused_is_refunded_by_hand() -> None:
    customer, shop, _, order, line = shipped()
    returned = aftersale.ask_return(customer, order, (line, 1)).json
    aftersale.answer_return(shop, returned, "accept", without_return=True)
    refund = aftersale.figures(order)["refunds"][0]

    refused = aftersale.refused(order, {"id": refund["id"], "amount": gbp(refund["amount"])})
    market.deliver_to_orders("free_refused_refund", refused)

    assert aftersale.refund(shop.keeper, order, lines=[{"line_id": line, "quantity": 1}]).status == 201
