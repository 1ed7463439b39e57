"""What comes several times does so at the same time too; money moves once, and goes back once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from functions.payments import charge_order, refund_cancelled_order, retry_charges, retry_refunds
from functions.payments.domain import settling
from functions.payments.domain.model import LEASE
from functions.payments.domain.provider import ChargeResult, Outcome, OutcomeUnknown, Providers
from tests.support import api, bus, paying, sales
from tests.support.clock import FixedClock
from tests.support.conditions import at_once
from tests.support.world import World

CONFIRM = "POST /api/payments/transactions/{transaction_id}/confirmation"
AT_ONCE = 4


def _confirm(order: Any, transaction_id: UUID, **handed: Any) -> api.Answer:
    return api.call(
        CONFIRM,
        as_=api.customer(order.customer_id),
        path={"transaction_id": transaction_id},
        body={"code": "123456"},
        **handed,
    )


def _recover(clock: FixedClock) -> None:
    """Run the schedules as often as it takes after everybody's time with a claim is over."""
    for _ in range(3):
        clock.moment += LEASE + timedelta(seconds=1)
        for schedule in (retry_charges, retry_refunds):
            api.invoke(schedule.handler, {}, {"clock": clock})


def _id(order: Any) -> UUID:
    found: UUID = paying.transactions(order.order_id)[0]["id"]
    return found


@pytest.mark.parametrize("method", ["sandbox_visa", "sandbox_timeout"])
def test_an_order_that_is_delivered_several_times_at_once_is_charged_once(database: World, method: str) -> None:
    order, clock = sales.placed(method, amount=4598), paying.clock()

    def deliver() -> list[str]:
        return bus.deliver(charge_order, order.model_copy(), clock=clock)

    at_once([deliver] * AT_ONCE)
    _recover(clock)

    assert paying.statuses(order.order_id) == ["completed"]
    assert paying.charged(order.order_id) == 4598
    assert [event.name for event in bus.recorded()] == ["payment.initiated", "payment.completed"]


def test_a_cancellation_that_is_delivered_several_times_at_once_refunds_once(database: World) -> None:
    order, clock = sales.placed(amount=4598), paying.clock()
    bus.deliver(charge_order, order, clock=clock)
    cancellation = sales.cancelled(order)

    def deliver() -> list[str]:
        return bus.deliver(refund_cancelled_order, cancellation, clock=clock)

    at_once([deliver] * AT_ONCE)
    _recover(clock)

    assert paying.statuses(order.order_id) == ["refunded"]
    assert paying.charged(order.order_id) == 0
    assert len(bus.recorded("payment.refunded")) == 1
    with database.tx_as("payments") as tx:
        assert tx.value("SELECT count(*) FROM sandbox_refunds") == 1


@pytest.mark.parametrize("method", ["sandbox_visa", "sandbox_3ds", "sandbox_no_funds"])
def test_a_charge_and_its_cancellation_at_once_cost_the_customer_nothing(database: World, method: str) -> None:
    order, clock = sales.placed(method), paying.clock()

    def cancel() -> list[str]:
        return bus.deliver(refund_cancelled_order, sales.cancelled(order), clock=clock)

    at_once([lambda: bus.deliver(charge_order, order, clock=clock), cancel])
    _recover(clock)

    assert paying.charged(order.order_id) == 0
    assert set(paying.statuses(order.order_id)) <= {"voided", "failed", "refunded"}
    events = [event.name for event in bus.recorded()]
    assert events.count("payment.completed") == events.count("payment.refunded") <= 1


def test_a_second_step_that_is_confirmed_twice_at_once_is_captured_once(database: World) -> None:
    order, clock = sales.placed("sandbox_3ds", amount=4598), paying.clock()
    bus.deliver(charge_order, order, clock=clock)
    transaction_id = _id(order)

    answers = at_once([lambda: _confirm(order, transaction_id, clock=clock)] * AT_ONCE)

    assert {answer.code for answer in answers} <= {None, "request_in_progress"}
    assert "completed" in [answer.json["status"] for answer in answers]
    assert paying.charged(order.order_id) == 4598
    assert len(bus.recorded("payment.completed")) == 1


def test_a_second_step_and_a_cancellation_at_once_cost_the_customer_nothing(database: World) -> None:
    order, clock = sales.placed("sandbox_3ds"), paying.clock()
    bus.deliver(charge_order, order, clock=clock)
    transaction_id = _id(order)

    def cancel() -> list[str]:
        return bus.deliver(refund_cancelled_order, sales.cancelled(order), clock=clock)

    calls: list[Callable[[], Any]] = [lambda: _confirm(order, transaction_id, clock=clock), cancel]

    answer, _ = at_once(calls)
    _recover(clock)

    assert answer.code in {None, "confirmation_not_expected"}
    assert paying.charged(order.order_id) == 0
    assert paying.statuses(order.order_id)[0] in {"voided", "refunded"}


def test_a_notice_and_the_providers_own_answer_at_once_complete_a_payment_once(database: World) -> None:
    order, clock = sales.placed(amount=900), paying.clock()

    def notice() -> None:
        with database.tx_as("payments") as tx:
            settling.settle(tx, clock.now(), _id(order), ChargeResult(Outcome.CAPTURED))

    bus.deliver(charge_order, order, providers=Providers(paying.ScriptedProvider(watch=notice)), clock=clock)
    notice()

    assert paying.statuses(order.order_id) == ["completed"]
    assert [event.name for event in bus.recorded()] == ["payment.initiated", "payment.completed"]


def test_what_is_due_is_shared_among_several_schedules_at_once(database: World) -> None:
    orders, clock = [sales.placed(amount=1000) for _ in range(6)], paying.clock()
    silent = Providers(paying.ScriptedProvider(*[OutcomeUnknown()] * 12))
    bus.deliver(charge_order, *orders, providers=silent, clock=clock)
    clock.moment += timedelta(minutes=1)
    provider = paying.ScriptedProvider()

    def retry() -> None:
        api.invoke(retry_charges.handler, {}, {"clock": clock, "providers": Providers(provider)})

    at_once([retry] * AT_ONCE)

    assert sorted(provider.keys) == sorted(str(_id(order)) for order in orders)
    assert [paying.statuses(order.order_id) for order in orders] == [["completed"]] * 6
