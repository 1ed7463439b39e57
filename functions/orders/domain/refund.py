"""What shops and administrators ask of a refund, and what they see of it."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from souk import Money, Request, View
from souk.errors import Conflict
from souk.money import Price
from souk.paging import Page
from souk.text import Lines
from souk.timestamp import Timestamp

MOST_LINES = 200


class RefundReason(StrEnum):
    """Why money goes back."""

    DAMAGED = "damaged"
    NOT_AS_DESCRIBED = "not_as_described"
    WRONG_ITEM = "wrong_item"
    MISSING = "missing"
    LATE = "late"
    GOODWILL = "goodwill"
    OTHER = "other"
    RETURNED = "returned"
    ORDER_CANCELLED = "order_cancelled"
    SELLER_ORDER_CANCELLED = "seller_order_cancelled"
    ORDER_EDITED = "order_edited"


class RefundLine(Request):
    """How much of a line goes back: so many units, or an amount."""

    line_id: UUID
    quantity: Annotated[int | None, Field(ge=1, le=999)] = None
    amount: Price | None = None

    @property
    def units(self) -> int:
        """How many units go back; none when an amount does."""
        return self.quantity or 0


class RefundOrder(Request):
    """What goes back of an order: lines and delivery of a seller order, an amount of it, or all that is left.

    Only an order of several shops needs `seller_order_id`, and only for less than everything. The reason and the note
    stand in the order's timeline. With `restock` the units that are refunded go back on the shelf. `as_credit` gives
    what a provider was paid as store credit; what was paid by gift card or store credit goes back to it in any case.
    """

    seller_order_id: UUID | None = None
    lines: Annotated[list[RefundLine], Field(max_length=MOST_LINES, default_factory=list)]
    shipping: Price | None = None
    amount: Price | None = None
    reason: Literal[
        RefundReason.DAMAGED,
        RefundReason.NOT_AS_DESCRIBED,
        RefundReason.WRONG_ITEM,
        RefundReason.MISSING,
        RefundReason.LATE,
        RefundReason.GOODWILL,
        RefundReason.OTHER,
    ]
    note: Annotated[str, Lines(500)] | None = None
    restock: bool = False
    as_credit: bool = False

    @property
    def names_all(self) -> bool:
        """Whether all that is left goes back."""
        return not (self.lines or self.shipping or self.amount)


class RefundedLine(View):
    """What goes back of a line."""

    line_id: UUID
    quantity: int
    amount: Money


class RefundView(View):
    """A refund that was requested; of its commission the platform gives back, and of its subsidy it takes back."""

    id: UUID
    seller_order_id: UUID
    seller_id: UUID
    amount: Money
    shipping: Money
    tax: Money
    commission: Money
    commission_tax: Money
    subsidy: Money
    reason: RefundReason
    note: str | None
    restocked: bool
    as_credit: bool
    lines: list[RefundedLine]


class RefundStatus(StrEnum):
    """Where a refund stands; what was returned went out and came back, so that its customer is still owed it."""

    REQUESTED = "requested"
    COMPLETED = "completed"
    REFUSED = "refused"
    RETURNED = "returned"


class FindRefunds(Page):
    """Which of everybody's refunds to list, the latest first."""

    status: Annotated[RefundStatus | None, Field(description="Only refunds that stand so")] = None


class KnownRefund(RefundView):
    """A refund, of whose `amount` so much was paid back, and so much came back."""

    order_id: UUID
    number: str
    seller_name: str
    status: RefundStatus
    paid_back: Money
    came_back: Money
    requested_at: Timestamp
    finished_at: Timestamp | None


class KnownRefundsView(View):
    """The refunds of an order, the first one in front."""

    items: list[KnownRefund]


class RefundsView(View):
    """The refunds that were requested, one for each seller order."""

    items: list[RefundView]


class NotRefundable(Conflict, code="order_not_refundable"):
    """The order was not paid or is cancelled, or nothing is left of it to be refunded."""
