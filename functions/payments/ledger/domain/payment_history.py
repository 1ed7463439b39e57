"""Where a payment stands is the fold of its history: pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from functions.payments.domain.model import PaymentStatus, allows


@dataclass(frozen=True, slots=True)
class PaymentEvent:
    """A step of a payment; `amount` is what was captured by a completion, and what a refund is about."""

    transaction_id: UUID
    sequence: int
    order_id: UUID
    kind: str
    status: str
    refund_id: UUID | None
    provider: str | None
    amount: int
    fee: int
    currency: str
    occurred_at: datetime
    as_credit: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a payment stands; what is claimed to go back counts as refunded until it is refused."""

    status: str
    captured_amount: int
    refunded_amount: int


class BrokenHistory(Exception):
    """A step is missing, or could not follow the one before."""


def fold(events: Iterable[PaymentEvent]) -> Standing:
    """Follow a payment from its first step to its last.

    Raises BrokenHistory.
    """
    status, captured, refunded = "", 0, 0
    for expected, event in enumerate(events, start=1):
        if event.sequence != expected:
            raise BrokenHistory(f"step {expected} is missing")
        if status and status != event.status and not allows(PaymentStatus(status), PaymentStatus(event.status)):
            raise BrokenHistory(f"step {expected}: {event.status} after {status}")
        status = event.status
        match event.kind:
            case "completed":
                captured += event.amount
            case "refund_initiated":
                refunded += event.amount
            case "refund_failed":
                refunded -= event.amount
        if not 0 <= refunded <= captured:
            raise BrokenHistory(f"step {expected}: {refunded} refunded of {captured}")
    return Standing(status, captured, refunded)
