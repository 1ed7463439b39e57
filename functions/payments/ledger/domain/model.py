"""What shops and administrators see of the ledger."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from functions.payments.ledger.domain.chart import JournalKind, LedgerAccount, Part
from souk import Money, View
from souk.paging import Page
from souk.timestamp import Timestamp


class CurrencyBalance(View):
    """What a shop is owed in one currency: what is paid out next, and what is held for a while after each sale.

    A shop that owes has less than nothing.
    """

    currency: str
    pending: Money
    available: Money
    total: Money


class BalanceView(View):
    """What a shop is owed."""

    items: list[CurrencyBalance]


class ReadStatement(Page):
    """Which days of the shop's account to read, in UTC; the latest entries come first."""

    since: Annotated[date | None, Field(alias="from", description="The first day")] = None
    until: Annotated[date | None, Field(alias="to", description="The last day")] = None


class StatementEntry(View):
    """One entry of a shop's account and the balance after it; what is taken from the shop is negative."""

    id: Annotated[str, Field(description="That of its journal, and its line there")]
    booked_at: Timestamp
    kind: JournalKind
    part: Part
    order_id: UUID | None
    order_number: str | None
    seller_order_id: UUID | None
    amount: Money
    balance: Money


class EntryView(View):
    """One line of a journal; either side may be empty."""

    account: LedgerAccount
    part: Part
    seller_id: UUID | None
    provider: str | None
    debit: Money | None
    credit: Money | None


class JournalView(View):
    """What happened once to an order's money; its entries add up to nothing."""

    id: UUID
    kind: JournalKind
    booked_at: Timestamp
    occurred_at: Timestamp
    entries: list[EntryView]


class AccountBalance(View):
    """What an order left in an account."""

    account: LedgerAccount
    seller_id: UUID | None
    provider: str | None
    debit: Money | None
    credit: Money | None


class SumView(View):
    """All debits and all credits of one currency; they are the same."""

    debit: Money
    credit: Money


class OrderLedgerView(View):
    """All journals of an order, the first one first, what is left in each account, and the sums of both sides."""

    journals: list[JournalView]
    balances: list[AccountBalance]
    sums: list[SumView]
