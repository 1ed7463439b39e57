"""A provider that does what a test says, and what the provider's books show."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from functions.payments.domain import charging
from functions.payments.domain.gateway import Charge, ChargeResult, Gateways, Outcome, OutcomeUnknown, RefundResult
from functions.payments.domain.gateways.sandbox import SandboxGateway
from tests.support import world
from tests.support.clock import FixedClock

MORNING = datetime(2026, 11, 20, 9, tzinfo=UTC)


class ScriptedGateway(SandboxGateway):
    """The sandbox, but each charge first plays the next part of a script: an answer, or an exception, or None."""

    def __init__(self, *script: ChargeResult | Exception | None, watch: Callable[[], object] = lambda: None) -> None:
        self._script = list(script)
        self._watch = watch
        self.keys: list[str] = []

    def charge(self, charge: Charge) -> ChargeResult:
        """Note the key, let the test look around, and play the script."""
        self.keys.append(charge.key)
        self._watch()
        played = self._script.pop(0) if self._script else None
        if isinstance(played, Exception):
            raise played
        return played or super().charge(charge)


class SilentGateway(SandboxGateway):
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

    def confirm(self, key: str, code: str) -> Any:
        """Perhaps confirm, and say nothing."""
        return self._silent(lambda: super(SilentGateway, self).confirm(key, code))

    def void(self, key: str) -> Any:
        """Perhaps void, and say nothing."""
        return self._silent(lambda: super(SilentGateway, self).void(key))

    def refund(self, key: str, charge_key: str, amount: Any) -> Any:
        """Perhaps refund, and say nothing."""
        return self._silent(lambda: super(SilentGateway, self).refund(key, charge_key, amount))


class GenerousGateway(SandboxGateway):
    """The sandbox, but it refunds whatever it is asked to."""

    def refund(self, key: str, charge_key: str, amount: Any) -> RefundResult:
        """Agree."""
        return RefundResult(accepted=True)


def sandbox() -> Gateways:
    """Give the sandbox alone."""
    return Gateways(SandboxGateway())


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
        charging.settle(tx, clock.now(), first["id"], ChargeResult(Outcome.CAPTURED))


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
