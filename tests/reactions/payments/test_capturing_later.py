"""A stage may authorise when an order is paid, and capture when its first parcel is sent."""

from typing import Any

import pytest

from events.orders import OrderShipped
from functions.payments import capture_shipped_order, charge_order, refund_cancelled_order, retry_charges
from functions.payments.domain.model import Attempt
from functions.payments.domain.provider import ChargeResult, Outcome, OutcomeUnknown, Providers
from functions.payments.domain.providers.sandbox import Sandbox
from souk.ids import uuid7
from tests.support import api, bus, market, paying, sales
from tests.support.world import World

LATER = Providers(Sandbox(), captures_later=True)


class Lapsed(Sandbox):
    """A provider that does not keep what it authorised."""

    def capture(self, payment: Attempt) -> ChargeResult:
        """Have nothing left."""
        return self.void(payment)


class Slow(Sandbox):
    """A provider that captures and does not say so."""

    def __init__(self) -> None:
        self.silent = True

    def capture(self, payment: Attempt) -> ChargeResult:
        """Say nothing the first time."""
        result, silent = super().capture(payment), self.silent
        self.silent = False
        if silent:
            raise OutcomeUnknown("no answer")
        return result


@pytest.fixture
def order(database: World) -> Any:
    """An order whose money is authorised."""
    placed = sales.placed()
    bus.deliver(charge_order, placed, providers=LATER, clock=paying.clock())
    return placed


def _shipped(order: Any) -> OrderShipped:
    return OrderShipped(
        order_id=order.order_id,
        customer_id=order.customer_id,
        seller_order_id=uuid7(),
        seller_id=uuid7(),
        carrier="Post",
        tracking_number="1",
        status="shipped",
        sequence=3,
    )


def _ship(order: Any, provider: Sandbox | None = None) -> None:
    bus.deliver(
        capture_shipped_order,
        _shipped(order),
        providers=Providers(provider or Sandbox(), captures_later=True),
        clock=paying.clock(),
    )


def test_money_is_kept_until_the_order_is_sent_and_captured_once_then(order: Any) -> None:
    before, held = paying.statuses(order.order_id), paying.charged(order.order_id)
    _ship(order)
    _ship(order)

    assert (before, held) == (["authorized"], 0)
    assert paying.statuses(order.order_id) == ["completed"]
    assert paying.charged(order.order_id) == order.total.amount
    assert [event.name for event in bus.recorded()] == ["payment.initiated", "payment.authorized", "payment.completed"]


def test_an_order_whose_money_is_kept_is_paid_and_counts_the_capture_later(order: Any) -> None:
    [authorized] = bus.recorded("payment.authorized")
    market.deliver_to_orders("mark_order_paid", authorized, times=2)
    paid = market.history(order.order_id)[-1]
    _ship(order)
    [completed] = bus.recorded("payment.completed")
    market.deliver_to_orders("mark_order_paid", completed, times=2)

    assert (paid["kind"], paid["status"]) == ("paid", "paid")
    assert market.history(order.order_id)[-1]["kind"] == "captured"


def test_the_capture_may_be_heard_of_before_what_it_follows(order: Any) -> None:
    _ship(order)
    for name in ("payment.completed", "payment.authorized"):
        [event] = bus.recorded(name)
        market.deliver_to_orders("mark_order_paid", event, times=2)

    assert [entry["kind"] for entry in market.history(order.order_id)] == ["placed", "paid"]


def test_a_capture_without_an_answer_is_asked_for_again(order: Any) -> None:
    slow = Slow()

    _ship(order, slow)
    api.invoke(retry_charges.handler, {}, {"providers": Providers(slow), "clock": paying.clock()})

    assert paying.statuses(order.order_id) == ["completed"]
    assert paying.charged(order.order_id) == order.total.amount


def test_cancelling_gives_up_what_was_authorised(order: Any) -> None:
    bus.deliver(refund_cancelled_order, sales.cancelled(order), providers=LATER, clock=paying.clock())
    _ship(order)

    assert paying.statuses(order.order_id) == ["voided"]
    assert paying.charged(order.order_id) == 0


def test_what_cannot_be_captured_any_more_is_for_people_to_look_at(
    order: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    _ship(order, Lapsed())

    [failure] = bus.recorded("payment.failed")
    assert paying.statuses(order.order_id) == ["failed"]
    assert (failure.reason, failure.final) == ("authorization_expired", True)  # type: ignore[attr-defined]
    assert '"CapturesFailed":1' in capsys.readouterr().out


def test_an_order_that_was_cancelled_before_its_money_was_kept_gives_it_up_at_once(database: World) -> None:
    order = sales.placed()
    cancelled = sales.cancelled(order)
    provider = paying.ScriptedProvider(ChargeResult(Outcome.AUTHORIZED, "sandbox_x"))
    bus.deliver(charge_order, order, providers=Providers(provider, captures_later=True), clock=paying.clock())
    bus.deliver(refund_cancelled_order, cancelled, providers=LATER, clock=paying.clock())

    assert provider.keys == []
    assert paying.statuses(order.order_id) == []
