"""What a reconciliation compares, and what it finds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from functions.payments.domain.movements import MovedKind
from souk import Money, View, Work
from souk.message import Versioned
from souk.paging import Page
from souk.text import Lines
from souk.timestamp import Timestamp

NOBODY = UUID(int=0)


class Reconcile(Work):
    """A provider's report of a run's days: read, then each entry looked for in the ledger, then the other way round.

    ``page`` is where reading goes on; comparing goes on behind ``at`` and ``after``.
    """

    job = "payments-reconcile-provider"

    run_id: UUID
    provider: str
    since: AwareDatetime
    until: AwareDatetime
    step: Literal["read", "report", "ledger"] = "read"
    page: str | None = None
    at: AwareDatetime
    after: UUID = NOBODY


class MismatchStatus(StrEnum):
    """Whether somebody said how a mismatch was put right."""

    OPEN = "open"
    SETTLED = "settled"


class Mismatch(StrEnum):
    """What is wrong with an entry."""

    MISSING_HERE = "missing_here"
    MISSING_THERE = "missing_there"
    ANOTHER_AMOUNT = "another_amount"
    ANOTHER_CURRENCY = "another_currency"
    BOOKED_TWICE = "booked_twice"


@dataclass(frozen=True, slots=True)
class Compared:
    """What is reported and what is booked of one movement; either side may be without amounts.

    ``id`` is that of the row it was found by, ``is_repeated`` whether the report has the movement before already.
    """

    id: UUID
    subject: str
    kind: str
    source: UUID | None
    reference: str | None
    order_id: UUID | None
    occurred_at: datetime
    booked_amount: int | None
    booked_fee: int | None
    booked_currency: str | None
    reported_amount: int | None
    reported_fee: int | None
    reported_currency: str | None
    is_repeated: bool

    @property
    def difference(self) -> Mismatch | None:
        """Say what is wrong, the gravest first; None when both sides agree."""
        if self.reported_currency is None:
            return Mismatch.MISSING_THERE if self.booked_currency else None
        if self.is_repeated:
            return Mismatch.BOOKED_TWICE
        if self.booked_currency is None:
            return Mismatch.MISSING_HERE if self.reported_amount or self.reported_fee else None
        if self.booked_currency != self.reported_currency:
            return Mismatch.ANOTHER_CURRENCY
        if (self.booked_amount, self.booked_fee) != (self.reported_amount, self.reported_fee):
            return Mismatch.ANOTHER_AMOUNT
        return None


class ListMismatches(Page):
    """Which mismatches to list, the latest first."""

    status: Annotated[MismatchStatus | None, Field(description="Only those that stand so")] = None


class SettleMismatch(Versioned):
    """How a mismatch was put right."""

    note: Annotated[str, Lines(1000, least=1)]


class MovedView(View):
    """What one side says that moved, which is negative for what was given, and what the provider kept of it."""

    amount: Money
    fee: Money


class MismatchView(View):
    """Where a provider's report and the ledger differ; a side that has nothing is null."""

    id: UUID
    provider: str
    difference: Mismatch
    kind: MovedKind
    reference: str | None
    order_id: UUID | None
    booked: MovedView | None
    reported: MovedView | None
    occurred_at: Timestamp
    version: int
    note: str | None
    settled_at: Timestamp | None
