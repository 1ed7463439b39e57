"""Kill the process at every point between two statements that matter; what follows puts it right, exactly once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from events.orders import OrderCreated
from functions.payments import charge_order, refund_cancelled_order, retry_charges, retry_refunds
from functions.payments.domain.model import LEASE
from souk.event import Event
from tests.support import api, bus, paying, sales
from tests.support.clock import FixedClock
from tests.support.dying import DyingDatabase, Killed
from tests.support.world import World

FURTHEST = 100


def _killed_at(world: World, point: int, reaction: Any, event: Event, clock: FixedClock) -> bool:
    dying = DyingDatabase(world.database("payments"), point)
    try:
        bus.deliver(reaction, event, database=dying, clock=clock)
    except Killed:
        return True
    assert dying.survived
    return False


def _recover(clock: FixedClock, *deliveries: tuple[Any, Event]) -> None:
    """Do what happens anyway: messages come again, and the schedules run."""
    for _ in range(2):
        clock.moment += LEASE + timedelta(seconds=1)
        for reaction, event in deliveries:
            assert bus.deliver(reaction, event, clock=clock) == []
        api.invoke(retry_charges.handler, {}, {"clock": clock})
        api.invoke(retry_refunds.handler, {}, {"clock": clock})


def _events(order: OrderCreated) -> list[str]:
    return [event.name for event in bus.recorded() if event.order_id == order.order_id]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("method", "status", "held", "published"),
    [
        ("sandbox_visa", "completed", 4598, "payment.completed"),
        ("sandbox_timeout", "completed", 4598, "payment.completed"),
        ("sandbox_declined", "failed", 0, "payment.failed"),
        ("sandbox_3ds", "requires_action", 0, "payment.action_required"),
    ],
)
@pytest.mark.parametrize("redelivered", [True, False])
def test_an_order_whose_charge_was_killed_anywhere_is_charged_once(
    database: World, method: str, status: str, held: int, published: str, redelivered: bool
) -> None:
    points = 0
    for point in range(1, FURTHEST):
        clock = paying.clock()
        order = sales.placed(method, amount=4598)
        if not _killed_at(database, point, charge_order, order, clock):
            break
        points += 1
        claimed = bool(paying.transactions(order.order_id))

        # The queue gives the message back after a kill; once the row stands, the schedule would do without it.
        _recover(clock, *([(charge_order, order)] if redelivered or not claimed else []))

        assert paying.statuses(order.order_id) == [status], point
        assert paying.charged(order.order_id) == held, point
        assert _events(order) == ["payment.initiated", published], point
    assert points >= 9


@pytest.mark.parametrize("method", ["sandbox_visa", "sandbox_timeout", "sandbox_declined", "sandbox_3ds"])
def test_an_order_cancelled_after_its_charge_was_killed_costs_its_customer_nothing(
    database: World, method: str
) -> None:
    for point in range(1, FURTHEST):
        clock = paying.clock()
        order = sales.placed(method)
        if not _killed_at(database, point, charge_order, order, clock):
            break
        cancellation = sales.cancelled(order)

        bus.deliver(refund_cancelled_order, cancellation, clock=clock)
        _recover(clock, (charge_order, order), (refund_cancelled_order, cancellation))

        assert paying.charged(order.order_id) == 0, point
        events = _events(order)
        assert events.count("payment.completed") == events.count("payment.refunded") <= 1, point
        assert set(paying.statuses(order.order_id)) <= {"voided", "failed", "refunded"}, point


@pytest.mark.parametrize("method", ["sandbox_visa", "sandbox_3ds", "sandbox_no_funds"])
def test_a_refund_that_was_killed_anywhere_happens_once(database: World, method: str) -> None:
    points = 0
    for point in range(1, FURTHEST):
        clock = paying.clock()
        order = sales.placed(method)
        bus.deliver(charge_order, order, clock=clock)
        cancellation = sales.cancelled(order)
        if not _killed_at(database, point, refund_cancelled_order, cancellation, clock):
            break
        points += 1

        _recover(clock, (refund_cancelled_order, cancellation))

        assert paying.charged(order.order_id) == 0, point
        assert _events(order).count("payment.refunded") == (method == "sandbox_visa"), point
        assert set(paying.statuses(order.order_id)) <= {"voided", "failed", "refunded"}, point
    assert points >= 5


@pytest.mark.parametrize(("code", "status", "held"), [("123456", "completed", 4598), ("000000", "failed", 0)])
def test_a_second_step_that_was_killed_anywhere_is_taken_once(
    database: World, code: str, status: str, held: int
) -> None:
    points = 0
    for point in range(1, FURTHEST):
        clock = paying.clock()
        order = sales.placed("sandbox_3ds", amount=4598)
        bus.deliver(charge_order, order, clock=clock)
        (transaction,) = paying.transactions(order.order_id)
        dying = DyingDatabase(database.database("payments"), point)
        if _confirmed(order, transaction["id"], code, database=dying, clock=clock):
            break
        points += 1

        _recover(clock)
        _confirmed(order, transaction["id"], code, clock=clock)

        assert paying.statuses(order.order_id) == [status], point
        assert paying.charged(order.order_id) == held, point
        assert len(_events(order)) == 3, point
    assert points >= 7


def _confirmed(order: OrderCreated, transaction_id: UUID, code: str, **handed: Any) -> bool:
    """Take the second step; False when the process was killed over it."""
    try:
        answer = api.call(
            "POST /api/payments/transactions/{transaction_id}/confirmation",
            as_=api.customer(order.customer_id),
            path={"transaction_id": transaction_id},
            body={"code": code},
            **handed,
        )
    except Killed:
        return False
    return answer.status == 200
