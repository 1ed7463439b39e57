"""What an order asks for goes back of its payments: once, never more than was captured, and it hears of it."""

from typing import Any
from uuid import UUID

import pytest

from events.orders import OrderRefundRefused, OrderRefundRequested
from events.payments import PaymentRefunded, PaymentRefundRefused
from functions.payments import refund_as_requested, retry_refunds
from functions.payments.domain.model import Refund
from functions.payments.domain.provider import Providers, RefundOutcome, RefundResult
from functions.payments.domain.providers.sandbox import Sandbox
from souk.identity import Caller
from tests.support import aftersale, api, bus, market, paying
from tests.support.post import Mailbox, Phones

pytestmark = pytest.mark.usefixtures("database")


class UnwillingProvider(Sandbox):
    """The sandbox, but it refunds nothing."""

    def refund(self, refund: Refund) -> RefundResult:
        """Refuse."""
        return RefundResult(RefundOutcome.REFUSED)


def let_things_happen(providers: Providers | None = None) -> None:
    bus.drain(providers=providers or paying.sandbox(), mail=Mailbox(), sms=Phones())


def bought(quantity: int = 2) -> tuple[Caller, market.Shop, dict[str, Any]]:
    """Buy something of one shop, charged by the sandbox."""
    customer, shop = api.customer(), market.open_shop()
    order = market.ordered(customer, (market.put_on_sale(shop, 1000), quantity))
    let_things_happen()
    return customer, shop, order


def gbp(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "GBP"}


def test_a_request_is_paid_back_once_and_completes_its_refund() -> None:
    customer, shop, order = bought()
    refund = aftersale.refund(shop.keeper, order, amount=gbp(700)).json["items"][0]
    [request] = bus.recorded_as(OrderRefundRequested)

    bus.deliver(refund_as_requested, request, times=3)
    [paid] = bus.recorded_as(PaymentRefunded)
    let_things_happen()

    assert (paid.requested_id, paid.amount.amount, paid.reason) == (UUID(refund["id"]), 700, "damaged")
    assert paying.charged(UUID(order["id"])) == order["total"]["amount"] - 700
    assert aftersale.figures(order)["refunds"][0]["status"] == "completed"
    assert market.look(customer, order)["refunded"] == gbp(700)


def test_a_request_that_gets_no_answer_is_asked_for_again_and_happens_once() -> None:
    _, shop, order = bought()
    aftersale.refund(shop.keeper, order)
    [request] = bus.recorded_as(OrderRefundRequested)
    clock, providers = paying.clock(), Providers(paying.SilentProvider(also_acts=True))

    bus.deliver(refund_as_requested, request, providers=providers, clock=clock, times=2)
    api.invoke(retry_refunds.handler, {}, {"providers": providers, "clock": clock})

    assert paying.charged(UUID(order["id"])) == 0
    assert len(bus.recorded_as(PaymentRefunded)) == 1


def test_what_the_provider_refuses_is_free_again_at_the_order_and_may_be_asked_for_anew() -> None:
    customer, shop, order = bought()
    refund = aftersale.refund(shop.keeper, order).json["items"][0]
    [request] = bus.recorded_as(OrderRefundRequested)

    bus.deliver(refund_as_requested, request, providers=Providers(UnwillingProvider()), times=2)

    [refused] = bus.recorded_as(PaymentRefundRefused)
    assert (str(refused.requested_id), refused.reason) == (refund["id"], "refused_by_provider")
    market.deliver_to_orders("free_refused_refund", refused, times=2)
    assert len(bus.recorded_as(OrderRefundRefused)) == 1
    let_things_happen()
    assert paying.charged(UUID(order["id"])) == order["total"]["amount"]
    assert aftersale.refund(shop.keeper, order).status == 201
    let_things_happen()
    assert paying.charged(UUID(order["id"])) == 0
    assert market.look(customer, order)["status"] == "refunded"


def test_a_request_for_more_than_is_there_is_refused_once_and_takes_nothing() -> None:
    _, shop, order = bought()
    aftersale.refund(shop.keeper, order, amount=gbp(700))
    [request] = bus.recorded_as(OrderRefundRequested)
    total = order["total"]["amount"]
    greedy = request.model_copy(update={"amount": request.amount.model_copy(update={"amount": total + 1})})

    bus.deliver(refund_as_requested, greedy, times=2)

    [refused] = bus.recorded_as(PaymentRefundRefused)
    assert (refused.reason, refused.amount.amount) == ("nothing_left", total + 1)
    assert paying.charged(UUID(order["id"])) == total


@pytest.mark.parametrize("cancelled_first", [True, False])
def test_a_cancelled_order_goes_back_once_whichever_event_comes_first(cancelled_first: bool) -> None:
    customer, shop, order = bought()
    aftersale.refund(shop.keeper, order, amount=gbp(700))
    assert aftersale.cancel(customer, order).status == 200
    steps = [
        ("payments.refund_cancelled_order", bus.recorded("order.cancelled")),
        ("payments.refund_as_requested", bus.recorded("order.refund_requested")),
    ]

    for reaction, events in steps if cancelled_first else steps[::-1]:
        assert bus.deliver(reaction, *events, times=2) == []
    let_things_happen()

    assert paying.charged(UUID(order["id"])) == 0
    assert bus.recorded_as(PaymentRefundRefused) == []
    assert {refund["status"] for refund in aftersale.figures(order)["refunds"]} == {"completed"}
    assert market.look(customer, order)["refunded"] == order["total"]
