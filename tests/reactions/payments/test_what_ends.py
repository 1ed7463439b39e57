"""Every message about money comes to an end: what cannot be done is written down and counted, and holds up nobody."""

import json
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from events.orders import OrderCreated
from functions.payments import charge_order, refund_cancelled_order, retry_charges, retry_refunds
from functions.payments.domain import store
from functions.payments.domain.model import FIRST_ASK_AGAIN, TRIES_UNTIL_OVERDUE, Attempt, Refund
from functions.payments.domain.provider import (
    ChargeResult,
    Outcome,
    OutcomeUnknown,
    Providers,
    RefundOutcome,
    RefundResult,
)
from functions.payments.domain.providers.sandbox import Sandbox
from souk.ids import uuid7
from souk.money import Money
from tests.support import api, bus, paying, sales
from tests.support.clock import FixedClock
from tests.support.world import World


class Counts:
    """What functions counted since the last look, besides what every function counts."""

    def __init__(self, captured: pytest.CaptureFixture[str]) -> None:
        self._captured = captured

    def read(self) -> dict[str, float]:
        """Add up the lines."""
        found: Counter[str] = Counter()
        for text in self._captured.readouterr().out.splitlines():
            line = json.loads(text)
            for directive in line.get("_aws", {}).get("CloudWatchMetrics", ()):
                found.update({one["Name"]: line[one["Name"]] for one in directive["Metrics"]})
        return {name: number for name, number in found.items() if name not in {"Duration", "ColdStart", "Retried"}}


@pytest.fixture
def counts(capsys: pytest.CaptureFixture[str]) -> Counts:
    return Counts(capsys)


class BrokenProvider(Sandbox):
    """An adapter with a fault."""

    def __init__(self, broken: UUID | None = None) -> None:
        self._broken = broken

    def charge(self, payment: Attempt) -> ChargeResult:
        """Fail, for the broken transaction or for all."""
        if self._broken in (None, payment.id):
            raise KeyError(payment.method)
        return super().charge(payment)

    def refund(self, refund: Refund) -> RefundResult:
        """Fail."""
        raise ZeroDivisionError


class StubbornProvider(Sandbox):
    """Refuses every refund."""

    def refund(self, refund: Refund) -> RefundResult:
        """Refuse."""
        return RefundResult(RefundOutcome.REFUSED)


class ConfusedProvider(Sandbox):
    """Gives an answer to another question."""

    def void(self, payment: Attempt) -> ChargeResult:
        """Ask for a second step."""
        return ChargeResult(Outcome.REQUIRES_ACTION)


def _retry(function: Any, times: int, **handed: Any) -> None:
    for _ in range(times):
        handed["clock"].moment += timedelta(minutes=6)
        api.invoke(function.handler, {}, handed)


def _ask_for_refund(provider: Sandbox, times: int, clock: FixedClock) -> OrderCreated:
    """Let an order that is charged be cancelled, and ask for its refund at once and so many times later."""
    order, providers = sales.placed(), Providers(provider)
    bus.deliver(charge_order, order, clock=clock)
    assert bus.deliver(refund_cancelled_order, sales.cancelled(order), providers=providers, clock=clock) == []
    _retry(retry_refunds, times, providers=providers, clock=clock)
    return order


@pytest.mark.parametrize(
    "changes",
    [
        {"total": Money(amount=1, currency="GBP")},
        {"total": Money(amount=-4598, currency="GBP")},
        {"total": Money(amount=4598, currency="JPY")},
        {"total": Money(amount=10**18, currency="GBP")},
    ],
    ids=["less", "negative", "another currency", "beyond all prices"],
)
def test_an_order_whose_event_says_another_total_is_not_charged(
    database: World, counts: Counts, changes: dict[str, Any]
) -> None:
    order = sales.placed(amount=4598)
    provider = paying.ScriptedProvider()

    failed = bus.deliver(charge_order, order.model_copy(update=changes), times=2, providers=Providers(provider))

    assert failed == []
    assert provider.keys == []
    assert paying.statuses(order.order_id) == ["failed"]
    (failure,) = bus.recorded("payment.failed")
    assert (failure.reason, failure.final) == ("figures_disagree", True)  # type: ignore[attr-defined]
    assert counts.read() == {"OrdersNotCharged": 1}


def test_an_order_nobody_knows_is_counted_at_each_delivery_and_not_charged(database: World, counts: Counts) -> None:
    order = sales.placed().model_copy(update={"order_id": uuid7()})

    failed = bus.deliver(charge_order, order, times=2)

    assert failed == []
    assert paying.transactions(order.order_id) == []
    assert counts.read() == {"OrdersNotCharged": 2}


def test_a_cancellation_of_an_order_nobody_knows_changes_nothing(database: World) -> None:
    cancellation = sales.cancelled(sales.placed()).model_copy(update={"order_id": uuid7()})

    assert bus.deliver(refund_cancelled_order, cancellation, times=2) == []
    assert bus.recorded() == []


def test_a_method_nobody_offers_fails_for_good(database: World, counts: Counts) -> None:
    order = sales.placed().model_copy(update={"payment_method": "bank_of_mum"})

    failed = bus.deliver(charge_order, order, times=2)

    assert failed == []
    (failure,) = bus.recorded("payment.failed")
    assert (failure.reason, failure.final) == ("unknown_method", True)  # type: ignore[attr-defined]
    assert paying.statuses(order.order_id) == ["failed"]
    assert counts.read() == {"OrdersNotCharged": 1}


def test_an_adapter_that_does_not_know_its_own_method_declines_it(database: World) -> None:
    order = sales.placed("sandbox_visa")
    clock = paying.clock()
    with database.tx_as("payments") as tx:
        store.insert(
            tx, order_id=order.order_id, request=1, attempt=1, customer_id=order.customer_id, provider="sandbox",
            method="sandbox_seashells", amount=order.total, status="initiated", due_at=clock.now(),
        )  # fmt: skip

    api.invoke(retry_charges.handler, {}, {"clock": clock})

    (transaction,) = paying.transactions(order.order_id)
    assert (transaction["status"], transaction["failure_reason"]) == ("failed", "unknown_method")


def test_a_provider_that_stays_silent_is_asked_less_and_less_and_then_people_are(
    database: World, counts: Counts
) -> None:
    order, clock = sales.placed(), paying.clock()
    providers = Providers(paying.ScriptedProvider(*[OutcomeUnknown()] * (TRIES_UNTIL_OVERDUE + 2)))
    deliveries = 0
    while bus.deliver(charge_order, order, providers=providers, clock=clock):
        deliveries += 1
        clock.moment += FIRST_ASK_AGAIN
    before = counts.read()

    _retry(retry_charges, TRIES_UNTIL_OVERDUE, providers=providers, clock=clock)

    assert deliveries == 2
    assert before == {}
    assert counts.read() == {"AnswersOverdue": 2}
    assert paying.statuses(order.order_id) == ["completed"]


def test_a_broken_adapter_is_an_answer_that_is_missing_and_holds_up_nobody(database: World, counts: Counts) -> None:
    first, second, clock = sales.placed(), sales.placed(), paying.clock()
    silent = Providers(paying.ScriptedProvider(*[OutcomeUnknown()] * 4))
    bus.deliver(charge_order, first, second, providers=silent, clock=clock)
    broken = Providers(BrokenProvider(paying.transactions(first.order_id)[0]["id"]))
    counts.read()

    _retry(retry_charges, 1, providers=broken, clock=clock)

    assert paying.statuses(first.order_id) == ["unknown"]
    assert paying.statuses(second.order_id) == ["completed"]
    assert counts.read() == {"Failed": 1}


def test_the_message_of_an_order_ends_while_its_adapter_is_broken(database: World) -> None:
    order, clock = sales.placed(), paying.clock()
    deliveries = 1
    while bus.deliver(charge_order, order, providers=Providers(BrokenProvider()), clock=clock):
        deliveries += 1
        clock.moment += FIRST_ASK_AGAIN

    assert deliveries == 3
    assert paying.statuses(order.order_id) == ["unknown"]


def test_a_charge_at_a_provider_that_left_the_stage_waits_and_is_overdue(database: World, counts: Counts) -> None:
    order, clock = sales.placed(), paying.clock()
    silent = Providers(paying.ScriptedProvider(OutcomeUnknown(), OutcomeUnknown()))
    bus.deliver(charge_order, order, providers=silent, clock=clock)
    counts.read()

    _retry(retry_charges, TRIES_UNTIL_OVERDUE, providers=Providers(), clock=clock)

    assert paying.statuses(order.order_id) == ["unknown"]
    assert counts.read() == {"AnswersOverdue": 2}


def test_an_answer_that_makes_no_sense_is_an_answer_that_is_missing(database: World, counts: Counts) -> None:
    order, clock = sales.placed(), paying.clock()
    silent = Providers(paying.ScriptedProvider(OutcomeUnknown(), OutcomeUnknown()))
    bus.deliver(charge_order, order, providers=silent, clock=clock)
    (transaction,) = paying.transactions(order.order_id)
    with database.tx_as("payments") as tx:
        tx.execute("UPDATE transactions SET status = 'voiding' WHERE id = :id", id=transaction["id"])
    counts.read()

    _retry(retry_charges, TRIES_UNTIL_OVERDUE, providers=Providers(ConfusedProvider()), clock=clock)

    assert paying.statuses(order.order_id) == ["voiding"]
    assert counts.read() == {"AnswersOverdue": 2}


def test_a_refund_that_an_adapter_breaks_on_is_asked_for_less_and_less_and_is_overdue(
    database: World, counts: Counts
) -> None:
    clock = paying.clock()

    order = _ask_for_refund(BrokenProvider(), TRIES_UNTIL_OVERDUE, clock)
    counted = counts.read()
    _retry(retry_refunds, 1, clock=clock)

    assert counted == {"Failed": TRIES_UNTIL_OVERDUE + 2, "AnswersOverdue": 2}
    assert paying.statuses(order.order_id) == ["refunded"]
    assert paying.charged(order.order_id) == 0


def test_a_refund_that_its_provider_refuses_is_kept_for_people_and_its_claim_let_go(
    database: World, counts: Counts
) -> None:
    order = _ask_for_refund(StubbornProvider(), 3, paying.clock())

    assert counts.read() == {"RefundsRefused": 1}
    (transaction,) = paying.transactions(order.order_id)
    assert (transaction["status"], transaction["refunded_amount"]) == ("completed", 0)
    with database.tx_as("payments") as tx:
        assert tx.value("SELECT status FROM refunds") == "failed"
    assert bus.recorded("payment.refunded") == []


def test_a_capture_after_the_last_no_is_booked(database: World) -> None:
    order, clock = sales.placed("sandbox_declined", amount=900), paying.clock()
    bus.deliver(charge_order, order, clock=clock)

    paying.captured_after_all(order.order_id, clock)

    assert paying.statuses(order.order_id) == ["completed"]
    assert [event.sequence for event in bus.recorded()] == [1, 2, 3]


def test_a_capture_after_a_no_makes_the_next_attempt_needless(database: World) -> None:
    order, clock = sales.placed("sandbox_no_funds", amount=900), paying.clock()
    bus.deliver(charge_order, order, clock=clock)

    paying.captured_after_all(order.order_id, clock)
    _retry(retry_charges, 1, clock=clock)

    assert paying.statuses(order.order_id) == ["completed", "voided"]
    assert bus.recorded("payment.refunded") == []


def test_a_second_capture_of_an_order_goes_back_and_the_order_stays_paid(database: World) -> None:
    order, clock = sales.placed("sandbox_no_funds", amount=900), paying.clock()
    bus.deliver(charge_order, order, clock=clock)
    captured = ChargeResult(Outcome.CAPTURED)
    meanwhile = paying.ScriptedProvider(captured, watch=lambda: paying.captured_after_all(order.order_id, clock))
    _retry(retry_charges, 1, providers=Providers(meanwhile), clock=clock)

    api.invoke(retry_refunds.handler, {}, {"clock": clock, "providers": Providers(paying.GenerousProvider())})

    assert paying.statuses(order.order_id) == ["completed", "refunded"]
    (refunded,) = bus.recorded("payment.refunded")
    assert refunded.reason == "charged_twice"  # type: ignore[attr-defined]
    assert [event.surplus for event in bus.recorded("payment.completed")] == [False, True]  # type: ignore[attr-defined]
    assert [event.final for event in bus.recorded("payment.failed")] == [False]  # type: ignore[attr-defined]
