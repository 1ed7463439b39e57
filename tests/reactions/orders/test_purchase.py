"""A purchase through every service, each event delivered twice: it ends sold, or as if it had never been."""

from typing import Any
from uuid import UUID

import pytest

from functions.payments.domain.providers.sandbox import CONFIRMATION_CODE
from tests.support import api, bus, market, paying
from tests.support.post import Mailbox, Phones
from tests.support.stock import levels

pytestmark = pytest.mark.usefixtures("database")


def let_things_happen() -> list[str]:
    return [event.name for event in bus.drain(times=2, providers=paying.sandbox(), mail=Mailbox(), sms=Phones())]


def kinds(order: dict[str, Any]) -> list[str]:
    return [entry["kind"] for entry in market.history(order["id"])]


def test_an_order_is_charged_and_its_stock_sold() -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop())
    order = market.ordered(customer, (mug, 2))

    published = let_things_happen()

    assert market.look(customer, order)["status"] == "paid"
    assert kinds(order) == ["placed", "paid"]
    assert levels(mug.id) == [(8, 0)]
    assert {"order.created", "payment.initiated", "payment.completed", "order.paid"} <= set(published)
    assert published.count("order.paid") == 1


def test_a_declined_order_is_paid_with_another_card() -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop(), stock=2)
    order = market.ordered(customer, (mug, 2), payment_method="sandbox_declined")
    let_things_happen()
    waiting = market.look(customer, order)

    again = market.pay_again(customer, order)
    let_things_happen()

    assert (waiting["status"], waiting["payment_failure"]) == ("pending", "declined")
    assert waiting["payable_until"] > waiting["placed_at"]
    assert (again.status, again.json["payable_until"], again.json["payment_failure"]) == (202, None, None)
    assert again.json["payment_method"] == "sandbox_visa"
    assert kinds(order) == ["placed", "payment_failed", "payment_requested", "paid"]
    assert levels(mug.id) == [(0, 0)]
    assert paying.charged(UUID(order["id"])) == order["total"]["amount"]


def test_a_declined_order_whose_time_is_up_leaves_the_stock_for_others() -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop(), stock=2)
    order = market.ordered(customer, (mug, 2), payment_method="sandbox_declined")
    let_things_happen()

    market.let_time_run_out(order)
    let_things_happen()

    assert market.look(customer, order)["status"] == "cancelled"
    assert levels(mug.id) == [(2, 0)]
    assert market.add(api.customer(), mug, 2).status == 201


def test_a_paid_order_that_is_cancelled_is_refunded_and_its_stock_is_back() -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop())
    order = market.ordered(customer, (mug, 2))
    let_things_happen()

    api.call("PUT /api/orders/{order_id}/cancel", as_=customer, path={"order_id": order["id"]})
    let_things_happen()

    found = market.look(customer, order)
    assert found["status"] == "cancelled"
    assert found["refunded"] == order["total"]
    assert kinds(order) == ["placed", "paid", "cancelled", "refund_requested", "refunded"]
    assert levels(mug.id) == [(10, 0)]


def test_an_order_that_was_cancelled_before_it_was_charged_costs_nothing() -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop())
    order = market.ordered(customer, (mug, 2))
    api.call("PUT /api/orders/{order_id}/cancel", as_=customer, path={"order_id": order["id"]})

    published = let_things_happen()

    assert kinds(order) == ["placed", "cancelled"]
    assert "payment.completed" not in published
    assert levels(mug.id) == [(10, 0)]


def test_a_second_step_completes_the_order() -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop())
    order = market.ordered(customer, (mug, 1), payment_method="sandbox_3ds")
    let_things_happen()
    waiting = market.look(customer, order)["status"]
    (transaction,) = api.call("GET /api/payments/transactions", as_=customer).json["items"]

    api.call(
        "POST /api/payments/transactions/{transaction_id}/confirmation",
        as_=customer,
        path={"transaction_id": transaction["id"]},
        body={"code": CONFIRMATION_CODE},
        providers=paying.sandbox(),
    )
    let_things_happen()

    assert waiting == "awaiting_action"
    assert kinds(order) == ["placed", "action_required", "paid"]
    assert levels(mug.id) == [(9, 0)]
