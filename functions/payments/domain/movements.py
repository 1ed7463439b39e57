"""What a provider's own report says that it moved: the other side of the ledger's cash."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class MovedKind(StrEnum):
    """What moved, by the name of the journal that books it; nothing here books what is `other`."""

    CHARGE = "charge"
    REFUND = "refund"
    REFUND_RETURNED = "refund_returned"
    PAYOUT_MADE = "payout_made"
    DISPUTE_OPENED = "dispute_opened"
    DISPUTE_WON = "dispute_won"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Movement:
    """An entry of a report: what it changed a balance by, and what the provider kept of it besides.

    ``entry`` is the provider's name for the entry, ``reference`` for what it is about, and ``source`` ours, where the
    report has that; amounts are in minor units.
    """

    entry: str
    kind: MovedKind
    source: UUID | None
    reference: str | None
    amount: int
    fee: int
    currency: str
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class MovementPage:
    """A part of a report, and where it goes on."""

    movements: list[Movement]
    next: str | None


def our_id(key: str | None) -> UUID | None:
    """Read one of our keys; None when it is something else."""
    try:
        return UUID(key) if key else None
    except ValueError:
        return None
