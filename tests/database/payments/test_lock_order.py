"""Attempts to charge an order are locked from the first to the last, and whoever holds a later one waits for none."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from functions.payments import charge_order
from functions.payments.domain import store
from functions.payments.domain.model import PaymentStatus
from souk.sqlstate import Conflicted
from tests.support import bus, paying, sales
from tests.support.world import World

GUARD = " SKIP LOCKED"


@pytest.fixture
def order_id(database: World) -> UUID:
    """An order whose first payment waits for its customer, and whose second is to begin now."""
    order, clock = sales.placed("sandbox_3ds"), paying.clock()
    bus.deliver(charge_order, order, clock=clock)
    with database.tx_as("payments") as tx:
        store.insert(
            tx, order_id=order.order_id, request=1, attempt=2, customer_id=order.customer_id, provider="sandbox",
            method="sandbox_visa", amount=order.total, status=PaymentStatus.SCHEDULED, due_at=clock.now(),
        )  # fmt: skip
    return order.order_id


def give_up_what_another_is_locking(database: World, order_id: UUID) -> bool:
    """Let one hold the second attempt and give up the first, which another holds who waits for the second."""

    def lock_all() -> int:
        with database.tx_as("payments") as tx:
            return len(store.lock_of_order(tx, order_id))

    with ThreadPoolExecutor(1) as another:
        with database.tx_as("payments") as tx:
            later = store.lock_due(tx, paying.MORNING, order_id)
            assert later is not None
            assert later.attempt == 2
            locked = another.submit(lock_all)
            database.until_somebody_waits()
            given_up = store.give_up_waiting(tx, later, paying.MORNING)
        assert locked.result() == 2
    return given_up


def test_with_the_guard_off_one_of_the_two_loses(
    database: World, order_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "LOCK_WAITING", store.LOCK_WAITING.replace(GUARD, ""))

    with pytest.raises(Conflicted):
        give_up_what_another_is_locking(database, order_id)


def test_with_the_guard_on_the_first_is_left_for_later(database: World, order_id: UUID) -> None:
    assert not give_up_what_another_is_locking(database, order_id)
    assert paying.statuses(order_id) == ["requires_action", "scheduled"]

    with database.tx_as("payments") as tx:
        later = store.lock_due(tx, paying.MORNING, order_id)
        assert later is not None
        assert store.give_up_waiting(tx, later, paying.MORNING)
    assert paying.statuses(order_id) == ["voiding", "scheduled"]
