"""A key asks for the same thing as long as its provider remembers it; after that a charge is only looked up."""

from datetime import timedelta

import pytest

from functions.payments import charge_order, refund_cancelled_order, retry_charges, retry_refunds
from functions.payments.domain.model import Attempt, Refund
from functions.payments.domain.provider import ChargeResult, OutcomeUnknown, Providers, RefundResult
from functions.payments.domain.providers.sandbox import Sandbox
from souk.clock import Clock
from tests.support import api, bus, paying, sales
from tests.support.clock import FixedClock
from tests.support.world import World


class Forgetful(Sandbox):
    """A provider that notes what it is asked, and gives no answer to a charge or a refund."""

    def __init__(self, *, acts: bool) -> None:
        self._acts = acts
        self.asked: list[str] = []

    def charge(self, payment: Attempt) -> ChargeResult:
        """Perhaps charge."""
        self.asked.append("charge")
        if self._acts:
            super().charge(payment)
        raise OutcomeUnknown("no answer")

    def look_up(self, payment: Attempt) -> ChargeResult | None:
        """Look."""
        self.asked.append("look_up")
        return super().look_up(payment)

    def refund(self, refund: Refund) -> RefundResult:
        """Perhaps refund."""
        self.asked.append("refund")
        if self._acts:
            super().refund(refund)
        raise OutcomeUnknown("no answer")

    def look_up_refund(self, refund: Refund) -> RefundResult | None:
        """Look."""
        self.asked.append("look_up_refund")
        return super().look_up_refund(refund)


@pytest.fixture
def clock() -> FixedClock:
    """A clock beside that of the database, which says when a payment began."""
    return FixedClock(Clock().now())


@pytest.mark.parametrize(("acts", "status"), [(True, "completed"), (False, "failed")])
def test_a_charge_without_an_answer_is_only_looked_up_once_its_key_is_forgotten(
    database: World, clock: FixedClock, acts: bool, status: str
) -> None:
    provider = Forgetful(acts=acts)
    order = sales.placed()
    bus.deliver(charge_order, order, times=1, providers=Providers(provider), clock=clock)
    asked = [*provider.asked]

    clock.moment += provider.key_life + timedelta(minutes=1)
    api.invoke(retry_charges.handler, {}, {"providers": Providers(provider), "clock": clock})

    assert set(asked) == {"charge"}
    assert provider.asked[len(asked) :] == ["look_up"]
    assert paying.statuses(order.order_id) == [status]
    assert paying.charged(order.order_id) == (4598 if acts else 0)


def test_a_refund_without_an_answer_is_looked_up_before_it_is_asked_for_with_a_forgotten_key(
    database: World, clock: FixedClock
) -> None:
    provider = Forgetful(acts=True)
    order = sales.placed()
    bus.deliver(charge_order, order, clock=clock)
    bus.deliver(refund_cancelled_order, sales.cancelled(order), providers=Providers(provider), clock=clock)
    provider.asked.clear()

    clock.moment += provider.key_life + timedelta(minutes=1)
    api.invoke(retry_refunds.handler, {}, {"providers": Providers(provider), "clock": clock})

    assert provider.asked == ["look_up_refund"]
    assert paying.statuses(order.order_id) == ["refunded"]
    assert paying.charged(order.order_id) == 0


def test_a_refund_that_is_not_found_after_that_is_asked_for_again(database: World, clock: FixedClock) -> None:
    provider = Forgetful(acts=False)
    order = sales.placed()
    bus.deliver(charge_order, order, clock=clock)
    bus.deliver(refund_cancelled_order, sales.cancelled(order), providers=Providers(provider), clock=clock)

    clock.moment += provider.key_life + timedelta(minutes=1)
    api.invoke(retry_refunds.handler, {}, {"clock": clock})

    assert paying.statuses(order.order_id) == ["refunded"]
    assert paying.charged(order.order_id) == 0
