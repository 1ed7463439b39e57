"""What is booked: journals made of what happened, by the rules of the chart. Pure, for those who book and who prove."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from functions.payments.ledger.domain.chart import RULES, JournalKind, LedgerAccount, Part, Side
from souk.money import Money

CREDIT_KINDS: Mapping[str, JournalKind] = {
    "issued": JournalKind.CREDIT_ISSUED,
    "granted": JournalKind.CREDIT_ISSUED,
    "spent": JournalKind.CREDIT_SPENT,
    "returned": JournalKind.CREDIT_RETURNED,
    "expired": JournalKind.CREDIT_LAPSED,
    "ended": JournalKind.CREDIT_LAPSED,
}
"""What each movement of credit is booked as; one of kind refunded is with its refund."""

_NO_CREDIT: Mapping[Part, int] = {Part.GIFT_CARD: 0, Part.STORE_CREDIT: 0}


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One line of a journal: so much of an account, a debit when positive."""

    account: LedgerAccount
    part: Part
    amount: int
    currency: str
    seller_id: UUID | None = None
    provider: str | None = None


@dataclass(frozen=True, slots=True)
class Journal:
    """What happened once to money: its kind and what caused it tell it from all others."""

    kind: JournalKind
    source: UUID
    order_id: UUID | None
    entries: tuple[LedgerEntry, ...]
    sequence: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What one shop sold, or of it goes back: `paid` is what the customer pays, tax included."""

    seller_id: UUID
    currency: str
    paid: int
    tax: int
    commission: int
    commission_tax: int
    subsidy: int

    @classmethod
    def of(
        cls, seller_id: UUID, paid: Money, tax: Money, commission: Money, commission_tax: Money, subsidy: Money
    ) -> "Share":
        """Read it from an event."""
        amounts = (part.amount for part in (paid, tax, commission, commission_tax, subsidy))
        return cls(seller_id, paid.currency, *amounts)

    @property
    def parts(self) -> Mapping[Part, int]:
        """Its amounts by what they are."""
        return {
            Part.PAID: self.paid,
            Part.SUBSIDY: self.subsidy,
            Part.GOODS: self.paid + self.subsidy - self.tax,
            Part.TAX: self.tax,
            Part.COMMISSION: self.commission,
            Part.COMMISSION_TAX: self.commission_tax,
        }


def charge(
    transaction_id: UUID, order_id: UUID, provider: str | None, captured: int, currency: str, fee: int = 0
) -> Journal:
    """Book what a provider captured, and what it kept of it when that is known."""
    parts = {Part.CAPTURED: captured, Part.FEE: fee}
    entries = _entries(JournalKind.CHARGE, parts, currency, provider=provider)
    return Journal(JournalKind.CHARGE, transaction_id, order_id, summed(entries))


def refund(
    kind: JournalKind, refund_id: UUID, order_id: UUID, provider: str | None, amount: int, currency: str
) -> Journal:
    """Book what a provider gave back, or that it came back to us after all."""
    entries = _entries(kind, {Part.REFUNDED: amount}, currency, provider=provider)
    return Journal(kind, refund_id, order_id, summed(entries))


def credit(
    movement_id: UUID, kind: str, account_kind: str, order_id: UUID | None, amount: int, currency: str
) -> Journal:
    """Book a movement of a gift card or of store credit."""
    journal = CREDIT_KINDS[kind]
    entries = _entries(journal, {**_NO_CREDIT, Part(account_kind): abs(amount)}, currency)
    return Journal(journal, movement_id, order_id, summed(entries))


def sale(order_id: UUID, sequence: int, shares: Iterable[Share], provider: str | None) -> Journal:
    """Book that what was paid is the shops', whose money lies at that provider."""
    entries = [entry for share in shares for entry in _of_share(JournalKind.SALE, share, provider)]
    return Journal(JournalKind.SALE, order_id, order_id, summed(entries), sequence)


def sale_cancelled(order_id: UUID, sequence: int, earlier: Iterable[Journal]) -> Journal:
    """Book the mirror image of what is left of an order's sale after its earlier journals."""
    left = (entry for journal in earlier for entry in journal.entries)
    return Journal(JournalKind.SALE_CANCELLED, order_id, order_id, mirrored(left), sequence)


def refund_requested(
    refund_id: UUID, order_id: UUID, sequence: int, share: Share, provider: str | None, earlier: Iterable[Journal]
) -> Journal:
    """Book that a share of a sale is owed back to the customer; all of it is already when the order was cancelled."""
    entries = () if _is_cancelled(earlier) else summed(_of_share(JournalKind.REFUND_REQUESTED, share, provider))
    return Journal(JournalKind.REFUND_REQUESTED, refund_id, order_id, entries, sequence)


def refund_refused(refund_id: UUID, order_id: UUID, sequence: int, earlier: Iterable[Journal]) -> Journal:
    """Book the mirror image of a refund that did not happen.

    Nothing of it when the order was cancelled before: all of it is owed to the customer then, whatever was refused.
    """
    journals = list(earlier)
    asked = [
        entry
        for journal in journals
        if (journal.kind, journal.source) == (JournalKind.REFUND_REQUESTED, refund_id)
        for entry in journal.entries
    ]
    return Journal(
        JournalKind.REFUND_REFUSED, refund_id, order_id, () if _is_cancelled(journals) else mirrored(asked), sequence
    )


def payout(kind: JournalKind, payout_id: UUID, seller_id: UUID, provider: str, amount: int, currency: str) -> Journal:
    """Book a step of a payout."""
    entries = _entries(kind, {Part.PAYOUT: amount}, currency, seller_id=seller_id, provider=provider)
    return Journal(kind, payout_id, None, summed(entries))


def summed(entries: Iterable[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """Add up what differs in nothing but its amount, and leave out what is nothing."""
    sums: dict[tuple[LedgerAccount, Part, str, UUID | None, str | None], int] = defaultdict(int)
    for entry in entries:
        sums[entry.account, entry.part, entry.currency, entry.seller_id, entry.provider] += entry.amount
    return tuple(
        LedgerEntry(account, part, amount, currency, seller_id, provider)
        for (account, part, currency, seller_id, provider), amount in sums.items()
        if amount
    )


def mirrored(entries: Iterable[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """Give what takes the sum of these back."""
    return tuple(replace(entry, amount=-entry.amount) for entry in summed(entries))


def is_balanced(journal: Journal) -> bool:
    """Say whether its entries sum to zero in each currency."""
    sums: dict[str, int] = defaultdict(int)
    for entry in journal.entries:
        sums[entry.currency] += entry.amount
    return not any(sums.values())


def _is_cancelled(earlier: Iterable[Journal]) -> bool:
    return any(journal.kind is JournalKind.SALE_CANCELLED for journal in earlier)


def _of_share(kind: JournalKind, share: Share, provider: str | None) -> list[LedgerEntry]:
    return _entries(kind, share.parts, share.currency, seller_id=share.seller_id, provider=provider)


def _entries(
    kind: JournalKind,
    parts: Mapping[Part, int],
    currency: str,
    seller_id: UUID | None = None,
    provider: str | None = None,
) -> list[LedgerEntry]:
    sides: Mapping[Side, str] = {Side.DEBIT: "debit", Side.CREDIT: "credit"}
    return [
        LedgerEntry(account, rule.part, side.sign * parts[rule.part], currency, **_whose(account, seller_id, provider))
        for rule in RULES[kind]
        for side, name in sides.items()
        if (account := getattr(rule, name)) is not None
    ]


def _whose(account: LedgerAccount, seller_id: UUID | None, provider: str | None) -> dict[str, Any]:
    """Keep what an account is kept by."""
    by_provider = account in (LedgerAccount.CASH, LedgerAccount.SELLER, LedgerAccount.PAYOUTS_IN_TRANSIT)
    return {
        "seller_id": seller_id if account is LedgerAccount.SELLER else None,
        "provider": provider if by_provider else None,
    }
