"""A provider that does what a test says, and what the provider's books show."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from functions.payments.domain import settling
from functions.payments.domain.model import Attempt, PaymentStatus, Refund
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
from tests.support import world
from tests.support.clock import FixedClock

MORNING = datetime(2026, 11, 20, 9, tzinfo=UTC)


class ScriptedProvider(Sandbox):
    """The sandbox, but each charge first plays the next part of a script: an answer, or an exception, or None."""

    def __init__(self, *script: ChargeResult | Exception | None, watch: Callable[[], object] = lambda: None) -> None:
        self._script = list(script)
        self._watch = watch
        self.keys: list[str] = []

    def charge(self, payment: Attempt) -> ChargeResult:
        """Note the key, let the test look around, and play the script."""
        self.keys.append(payment.key)
        self._watch()
        played = self._script.pop(0) if self._script else None
        if isinstance(played, Exception):
            raise played
        return played or super().charge(payment)


class SilentProvider(Sandbox):
    """The sandbox, but for a while it answers nothing."""

    def __init__(self, *, also_acts: bool, silences: int = 1) -> None:
        self._also_acts = also_acts
        self._silences = silences

    def _silent(self, act: Callable[[], Any]) -> Any:
        if self._silences == 0:
            return act()
        self._silences -= 1
        if self._also_acts:
            act()
        raise OutcomeUnknown("no answer")

    def resume(self, payment: Attempt, code: str | None) -> Any:
        """Perhaps go on, and say nothing."""
        return self._silent(lambda: super(SilentProvider, self).resume(payment, code))

    def void(self, payment: Attempt) -> Any:
        """Perhaps void, and say nothing."""
        return self._silent(lambda: super(SilentProvider, self).void(payment))

    def refund(self, refund: Refund) -> Any:
        """Perhaps refund, and say nothing."""
        return self._silent(lambda: super(SilentProvider, self).refund(refund))


class GenerousProvider(Sandbox):
    """The sandbox, but it refunds whatever it is asked to."""

    def refund(self, refund: Refund) -> RefundResult:
        """Agree."""
        return RefundResult(RefundOutcome.COMPLETED)


def sandbox() -> Providers:
    """Give the sandbox alone."""
    return Providers(Sandbox())


def payment(method: str, amount: Money, *, captured_later: bool = False, token: str | None = None) -> Attempt:
    """Give a payment as it is stored before its provider is asked."""
    return Attempt(
        id=uuid7(),
        order_id=uuid7(),
        request=1,
        attempt=1,
        retry=0,
        customer_id=uuid7(),
        provider=None,
        method=method,
        token=token,
        captured_later=captured_later,
        amount=amount.amount,
        currency=amount.currency,
        status=PaymentStatus.INITIATED,
        reference=None,
        next_action=None,
        captured_amount=0,
        refunded_amount=0,
        disputed_amount=0,
        sequence=1,
        tries=0,
        created_at=MORNING,
    )


def refund(paid: Attempt, amount: Money) -> Refund:
    """Give a refund of a payment as it is stored before its provider is asked."""
    return Refund(
        id=uuid7(),
        transaction_id=paid.id,
        order_id=paid.order_id,
        provider="",
        charge_reference=paid.reference,
        reference=None,
        amount=amount.amount,
        currency=amount.currency,
        reason="order_cancelled",
        tries=0,
        created_at=MORNING,
    )


def clock() -> FixedClock:
    """Give a clock that stands still."""
    return FixedClock(MORNING)


def transactions(order_id: UUID) -> list[dict[str, Any]]:
    """Read what payments keeps of an order, by attempt."""
    with world.current().tx_as("payments") as tx:
        return tx.rows("SELECT * FROM transactions WHERE order_id = :order_id ORDER BY attempt", order_id=order_id)


def statuses(order_id: UUID) -> list[str]:
    """Read the status of each attempt."""
    return [str(row["status"]) for row in transactions(order_id)]


def captured_after_all(order_id: UUID, clock: FixedClock) -> None:
    """Let the provider capture the first attempt to charge an order, whatever it said before."""
    first = transactions(order_id)[0]
    with world.current().tx_as("payments") as tx:
        settling.settle(tx, clock.now(), first["id"], ChargeResult(Outcome.CAPTURED))


def charged(order_id: UUID) -> int:
    """Read how much the provider holds of an order: captured less refunded, by its own books."""
    with world.current().tx_as("payments") as tx:
        held = tx.value(
            """
            SELECT coalesce(sum(amount), 0) - coalesce(sum((
                SELECT sum(refund.amount)
                FROM sandbox_refunds AS refund
                WHERE refund.charge_id = charge.id
            )), 0)
            FROM sandbox_charges AS charge
            WHERE status = 'captured' AND id::uuid IN (
                SELECT id
                FROM transactions
                WHERE order_id = :order_id
            )
            """,
            order_id=order_id,
        )
    return int(held)
