"""What a dispute is, and what is said of it to the provider."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from souk import Money, Request, View
from souk.errors import Conflict
from souk.faults import Fault
from souk.paging import Page
from souk.text import Lines, OneLine
from souk.timestamp import Timestamp


class DisputeState(StrEnum):
    """Where a dispute stands; `answering` has an answer that is on its way to the provider."""

    OPEN = "open"
    ANSWERING = "answering"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    WON = "won"
    LOST = "lost"


TRANSITIONS: dict[DisputeState, frozenset[DisputeState]] = {
    DisputeState.OPEN: frozenset({DisputeState.ANSWERING, DisputeState.WON, DisputeState.LOST}),
    # A provider that takes no answer any more leaves it to its own decision.
    DisputeState.ANSWERING: frozenset(
        {DisputeState.ANSWERED, DisputeState.ACCEPTED, DisputeState.OPEN, DisputeState.WON, DisputeState.LOST}
    ),
    DisputeState.ANSWERED: frozenset({DisputeState.WON, DisputeState.LOST}),
    DisputeState.ACCEPTED: frozenset({DisputeState.LOST}),
    DisputeState.WON: frozenset(),
    DisputeState.LOST: frozenset(),
}
"""Which status may follow which."""


class Evidence(Request):
    """What shows that the customer got what was paid for."""

    text: Annotated[str, Lines(3000, least=1)]
    carrier: Annotated[str, OneLine(80)] | None = None
    tracking_number: Annotated[str | None, Field(pattern=r"^[A-Za-z0-9 -]{1,60}$")] = None
    shipped_on: date | None = None


class AnswerDispute(Request):
    """What the provider is told: evidence, or that the dispute is accepted."""

    accept: bool = False
    evidence: Evidence | None = None


ANSWER_MISSING = Fault("dispute_answer_missing", "give evidence or accept the dispute, and not both")


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute as its row was when it was locked."""

    id: UUID
    transaction_id: UUID
    order_id: UUID
    provider: str
    reference: str
    amount: int
    currency: str
    reason: str
    status: DisputeState
    answer: AnswerDispute | None
    tries: int

    @property
    def money(self) -> Money:
        """What is disputed."""
        return Money(amount=self.amount, currency=self.currency)


class ListDisputes(Page):
    """Which disputes to list, the latest first."""

    status: Annotated[DisputeState | None, Field(description="Only disputes that stand so")] = None
    order_id: Annotated[UUID | None, Field(description="Only the disputes of this order")] = None


class DisputeView(View):
    """What a customer disputes, and what was said of it; evidence is taken until `answer_until`."""

    id: UUID
    order_id: UUID
    order_number: str | None
    transaction_id: UUID
    provider: str
    reference: str
    amount: Money
    reason: str
    status: DisputeState
    accepted: bool
    evidence: Evidence | None
    answer_until: Timestamp | None
    opened_at: Timestamp
    closed_at: Timestamp | None


class NotAnswerable(Conflict, code="dispute_not_answerable"):
    """The dispute was answered, or is decided."""
