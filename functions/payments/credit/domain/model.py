"""What administrators and customers send about gift cards and store credit, and what they see of them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from souk import Money, Request, View
from souk.email import Email
from souk.errors import Conflict
from souk.gift_card import GiftCardCode
from souk.locale import Locale
from souk.money import Price
from souk.paging import Page
from souk.text import OneLine
from souk.timestamp import Timestamp

type CreditKind = Annotated[
    Literal["issued", "granted", "spent", "returned", "refunded", "expired", "ended"],
    Field(description="Why it became more or less"),
]
type GiftCardStatus = Annotated[
    Literal["active", "used_up", "expired", "ended"], Field(description="Whether it can be spent, and if not, why")
]


class IssueGiftCard(Request):
    """A gift card worth so much, which has no code yet; with an address it is mailed there, with one."""

    amount: Price
    expires_at: Annotated[Timestamp | None, Field(description="Until when it can be spent; for ever by itself")] = None
    email: Email | None = None
    locale: Locale | None = None
    note: Annotated[str, OneLine(200)] | None = None


class GiftCardView(View):
    """A gift card as administrators see it; `hint` is the end of its code, once it has one."""

    id: UUID
    hint: str | None
    issued: Money
    balance: Money
    status: GiftCardStatus
    email: str | None
    note: str | None
    expires_at: Timestamp | None
    issued_at: Timestamp


class GiftCardCodeView(View):
    """The code of a gift card, which is shown this once: what is kept of it does not give it away."""

    code: str


class FindGiftCards(Page):
    """Which gift cards to list, the latest first."""

    hint: Annotated[str | None, Field(pattern="^[0-9A-Za-z]{4}$", description="Only those whose code ends so")] = None
    email: Annotated[Email | None, Field(description="Only those that were mailed there")] = None


class CheckGiftCard(Request):
    """The code of a gift card."""

    code: GiftCardCode


class GiftCardBalance(View):
    """What can be spent of a gift card."""

    balance: Money
    expires_at: Timestamp | None


class GrantCredit(Request):
    """Store credit for a customer, and why, which the customer reads."""

    customer_id: UUID
    amount: Price
    note: Annotated[str, OneLine(200)]


class StoreCreditBalance(View):
    """What a customer can spend of store credit in one currency."""

    balance: Money


class StoreCreditView(View):
    """A customer's store credit, by currency."""

    items: list[StoreCreditBalance]


class ListCreditMovements(Page):
    """Which movements of the caller's store credit to list, the latest first."""


class CreditMovement(View):
    """Why store credit became more or less, and what it was after; what is spent is negative."""

    id: UUID
    kind: CreditKind
    amount: Money
    balance: Money
    order_id: UUID | None
    note: str | None
    at: Timestamp


class GiftCardOver(Conflict, code="gift_card_over"):
    """The gift card was ended."""
