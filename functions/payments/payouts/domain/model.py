"""What a payout is, and what of it is due."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from souk import Money, View
from souk.paging import Page
from souk.timestamp import Timestamp


class PayoutStatus(StrEnum):
    """Where a payout stands; one that failed is owed again."""

    CLAIMED = "claimed"
    UNKNOWN = "unknown"
    FAILED = "failed"
    MADE = "made"


@dataclass(frozen=True, slots=True)
class Payout:
    """One row of payouts: what goes to one shop from one provider; its id is the provider's idempotency key."""

    id: UUID
    seller_id: UUID
    provider: str
    amount: int
    currency: str
    tries: int

    @property
    def money(self) -> Money:
        """What is to be moved."""
        return Money(amount=self.amount, currency=self.currency)


@dataclass(frozen=True, slots=True)
class Available:
    """What a shop could be paid of what lies at a provider; less than nothing when it owes."""

    provider: str | None
    currency: str
    amount: int


def due(available: Iterable[Available]) -> list[Available]:
    """Give what is paid out, where it lies: what a shop owes in a currency is taken from what it is owed there."""
    found = list(available)
    debts: dict[str, int] = defaultdict(int)
    for one in found:
        debts[one.currency] += max(-one.amount, 0)
    paid = []
    for one in sorted(found, key=lambda one: (one.currency, one.provider or "")):
        taken = min(debts[one.currency], max(one.amount, 0))
        debts[one.currency] -= taken
        if one.provider is not None and one.amount > taken:
            paid.append(Available(one.provider, one.currency, one.amount - taken))
    return paid


class PayoutView(View):
    """What was, or is to be, moved to a shop."""

    id: UUID
    status: PayoutStatus
    provider: str
    amount: Money
    created_at: Timestamp
    updated_at: Timestamp


class ListPayouts(Page):
    """Which payouts to list, the latest first."""

    status: Annotated[PayoutStatus | None, Field(description="Only payouts that stand so")] = None


class FindPayouts(ListPayouts):
    """Which of everybody's payouts to list, the latest first."""

    seller: Annotated[UUID | None, Field(description="Only the payouts of this shop")] = None


class FoundPayout(PayoutView):
    """A payout of any shop, with what its provider calls it or why it refused."""

    seller_id: UUID
    reference: str | None
    failure_reason: str | None
