"""What a payment is: its states, when a failed one is tried again, and what its owner sees of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from souk import Money, Request, View
from souk.country import Destination
from souk.currency import Currency
from souk.errors import Conflict, Unauthenticated
from souk.faults import Fault
from souk.money import MOST
from souk.paging import Page
from souk.text import OneLine
from souk.timestamp import Timestamp
from souk.work import Work


class PaymentStatus(StrEnum):
    """Where an attempt to charge stands."""

    SCHEDULED = "scheduled"
    INITIATED = "initiated"
    UNKNOWN = "unknown"
    REQUIRES_ACTION = "requires_action"
    CONFIRMING = "confirming"
    AUTHORIZED = "authorized"
    CAPTURING = "capturing"
    VOIDING = "voiding"
    VOIDED = "voided"
    COMPLETED = "completed"
    FAILED = "failed"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"


_ANSWERS = frozenset(
    {
        PaymentStatus.REQUIRES_ACTION,
        PaymentStatus.AUTHORIZED,
        PaymentStatus.VOIDING,
        PaymentStatus.VOIDED,
        PaymentStatus.COMPLETED,
        PaymentStatus.FAILED,
    }
)
_ENDS = frozenset({PaymentStatus.VOIDED, PaymentStatus.COMPLETED, PaymentStatus.FAILED})

TRANSITIONS: dict[PaymentStatus, frozenset[PaymentStatus]] = {
    PaymentStatus.SCHEDULED: frozenset({PaymentStatus.INITIATED, PaymentStatus.VOIDED}),
    PaymentStatus.INITIATED: _ANSWERS | {PaymentStatus.UNKNOWN},
    PaymentStatus.UNKNOWN: _ANSWERS,
    PaymentStatus.REQUIRES_ACTION: _ENDS | {PaymentStatus.CONFIRMING, PaymentStatus.AUTHORIZED, PaymentStatus.VOIDING},
    PaymentStatus.CONFIRMING: _ANSWERS,
    PaymentStatus.AUTHORIZED: _ENDS | {PaymentStatus.CAPTURING, PaymentStatus.VOIDING},
    PaymentStatus.CAPTURING: _ENDS | {PaymentStatus.VOIDING},
    PaymentStatus.VOIDING: _ENDS,
    # A provider may capture after it said no or was asked to give up: the money is real, so it is booked.
    PaymentStatus.VOIDED: frozenset({PaymentStatus.COMPLETED}),
    PaymentStatus.FAILED: frozenset({PaymentStatus.COMPLETED}),
    PaymentStatus.COMPLETED: frozenset({PaymentStatus.PARTLY_REFUNDED, PaymentStatus.REFUNDED}),
    PaymentStatus.PARTLY_REFUNDED: frozenset({PaymentStatus.PARTLY_REFUNDED, PaymentStatus.REFUNDED}),
    # A bank may send a refund back after its provider said that it was completed.
    PaymentStatus.REFUNDED: frozenset({PaymentStatus.PARTLY_REFUNDED}),
}
"""Which status may follow which."""

UNDECIDED = frozenset(
    {
        PaymentStatus.SCHEDULED,
        PaymentStatus.INITIATED,
        PaymentStatus.UNKNOWN,
        PaymentStatus.REQUIRES_ACTION,
        PaymentStatus.CONFIRMING,
        PaymentStatus.AUTHORIZED,
        PaymentStatus.CAPTURING,
        PaymentStatus.VOIDING,
    }
)
"""While one of these may still move money, no other attempt to charge the same order begins."""

RETRY_WAITS = (timedelta(seconds=20), timedelta(seconds=60))
"""How long to wait after the first, second … soft failure; one attempt more than there are waits."""

LEASE = timedelta(seconds=90)
"""How long one worker has a claim to itself; longer than any function here runs, so a later one may take over."""

WORK_TIME = timedelta(seconds=20)
"""How long one run goes on taking claims, so that it ends before its function's time does."""

FIRST_ASK_AGAIN = timedelta(seconds=5)
LONGEST_ASK_AGAIN = timedelta(minutes=5)
PENDING_ASK_AGAIN = timedelta(hours=1)
TRIES_UNTIL_OVERDUE = 8
"""After so many questions, a quarter of an hour, a missing answer is one for people to look at."""


class MoveRefused(Exception):
    """A transaction does not go from the status it has to that one."""


def allows(current: PaymentStatus, following: PaymentStatus) -> bool:
    """Say whether a transaction may move on like this."""
    return following in TRANSITIONS[current]


def retry_at(retry: int, now: datetime) -> datetime | None:
    """Give when another attempt follows the soft failure of one that is so often a retry; None after the last."""
    return now + RETRY_WAITS[retry] if retry < len(RETRY_WAITS) else None


def ask_again_at(tries: int, now: datetime) -> datetime:
    """Give when to ask a provider that gave no answer: at once, then after waits that double."""
    if tries == 0:
        return now
    return now + min(FIRST_ASK_AGAIN * (1 << min(tries - 1, 10)), LONGEST_ASK_AGAIN)


class NotOwed(StrEnum):
    """Why captured money goes back at once."""

    ORDER_CANCELLED = "order_cancelled"
    CHARGED_TWICE = "charged_twice"


class NextAction(View):
    """What the customer has to do before the money moves.

    `code` asks for the code from the bank, which is confirmed here; `redirect` is taken at the address in `value`, and
    `script` by the provider's script in the page with what is in `value`. Who has done either says so here as well.
    """

    type: Literal["code", "redirect", "script"]
    value: str | None


@dataclass(frozen=True, slots=True)
class PayableOrder:
    """An order as orders publishes it."""

    customer_id: UUID
    status: str
    total_amount: int
    credit_amount: int
    currency: str

    @property
    def total(self) -> Money:
        """What it costs."""
        return Money(amount=self.total_amount, currency=self.currency)

    @property
    def to_pay(self) -> Money:
        """What is to be charged: what gift cards and store credit have left of it."""
        return Money(amount=self.total_amount - self.credit_amount, currency=self.currency)

    @property
    def is_cancelled(self) -> bool:
        """Whether nothing is owed for it any more."""
        return self.status == "cancelled"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One row of transactions: one attempt to charge one order.

    ``token`` is what the provider's page made of how the customer pays, or of a method that it keeps for ``holder``;
    ``reference`` is what the provider calls the payment. Where it ``keeps_method``, the customer wants to pay so again.
    """

    id: UUID
    order_id: UUID
    request: int
    attempt: int
    retry: int
    customer_id: UUID
    provider: str | None
    method: str
    token: str | None
    captured_later: bool
    amount: int
    currency: str
    status: PaymentStatus
    reference: str | None
    next_action: NextAction | None
    captured_amount: int
    refunded_amount: int
    disputed_amount: int
    sequence: int
    tries: int
    created_at: datetime
    holder: str | None = None
    keeps_method: bool = False

    @property
    def refundable_amount(self) -> int:
        """What can go back of it: what was captured and neither went back nor is held back for a dispute."""
        return max(self.captured_amount - self.refunded_amount - self.disputed_amount, 0)

    @property
    def key(self) -> str:
        """What makes the provider take two equal questions for one."""
        return str(self.id)

    @property
    def money(self) -> Money:
        """The whole amount to charge."""
        return Money(amount=self.amount, currency=self.currency)


@dataclass(frozen=True, slots=True)
class Refund:
    """One row of refunds, with the provider that captured the money and what it calls the charge."""

    id: UUID
    transaction_id: UUID
    order_id: UUID
    provider: str
    charge_reference: str | None
    reference: str | None
    amount: int
    currency: str
    reason: str
    tries: int
    created_at: datetime
    requested_id: UUID | None = None
    as_credit: bool = False

    @property
    def key(self) -> str:
        """What makes the provider take two equal questions for one."""
        return str(self.id)

    @property
    def charge_key(self) -> str:
        """The key under which the money was captured."""
        return str(self.transaction_id)

    @property
    def money(self) -> Money:
        """The amount that goes back."""
        return Money(amount=self.amount, currency=self.currency)


CODE_MISSING = Fault("code_missing", "say the code from the bank")


class ConfirmPayment(Request):
    """That the customer has taken the second step; with the code from the bank where that is what it asks for."""

    code: Annotated[str | None, Field(min_length=1, max_length=64)] = None


class ListTransactions(Page):
    """Which of the caller's payments to list."""

    order_id: Annotated[UUID | None, Field(description="Only the payments of this order")] = None


class TransactionView(View):
    """One attempt to charge one of the caller's orders; while it requires action, `next_action` says which."""

    id: UUID
    order_id: UUID
    attempt: int
    method: str
    amount: Money
    refunded: Money
    status: PaymentStatus
    failure_reason: str | None
    next_action: NextAction | None
    created_at: Timestamp


class FindTransactions(ListTransactions):
    """Which of everybody's payments to list."""

    customer: Annotated[UUID | None, Field(description="Only the payments of this customer or guest")] = None
    number: Annotated[
        Annotated[str, OneLine(40)] | None, Field(description="Only the payments of the order that has this number")
    ] = None
    reference: Annotated[
        Annotated[str, OneLine(200)] | None, Field(description="Only what its provider calls this")
    ] = None
    status: Annotated[PaymentStatus | None, Field(description="Only payments that stand so")] = None


class FoundTransaction(TransactionView):
    """One attempt to charge anybody's order, with what its provider calls it."""

    order_number: str | None
    customer_id: UUID
    provider: str | None
    reference: str | None
    captured: Money


class ListOffered(Request):
    """What is to be paid for."""

    currency: Annotated[Currency | None, Field(description="Only what pays in this currency")] = None
    country: Annotated[Destination | None, Field(description="Only what pays for parcels to this country")] = None
    amount: Annotated[
        int | None, Field(ge=0, le=MOST, description="Only what pays so much, in minor units of the currency")
    ] = None


class ProviderFields(View):
    """What draws a provider's own fields: the address of its script, and the key that tells it whose shop it is."""

    script: str
    key: str


class MethodView(View):
    """A way to pay; where it has `fields`, the provider's script makes a `payment_token` of what is typed there.

    One that `can_be_kept` is kept for later orders where `keep_method` asks for it.
    """

    method: str
    title: str
    provider: str
    can_be_kept: bool
    fields: ProviderFields | None


class MethodsView(View):
    """The ways to pay that are offered here."""

    items: list[MethodView]


class SavedMethodView(View):
    """A method that its customer let be kept, by what is printed on it."""

    id: UUID
    method: str
    brand: str
    last4: str
    expiry_year: int
    expiry_month: int
    created_at: Timestamp


class ForgetMethod(Work):
    """A method that its customer removed, and that its provider still keeps."""

    job = "payments-forget-method"

    method_id: UUID


class ConfirmationNotExpected(Conflict, code="confirmation_not_expected"):
    """The payment does not wait for a second step."""


class InvalidSignature(Unauthenticated, code="invalid_signature"):
    """A webhook that its provider did not sign, or signed too long ago."""
