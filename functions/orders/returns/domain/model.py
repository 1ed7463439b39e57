"""What customers ask to return, what shops answer, and what both see of it."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from functions.orders.domain.refund import MOST_LINES
from functions.orders.returns.domain.states import ReturnStatus, Step
from souk import Request, View
from souk.errors import Conflict
from souk.money import Price
from souk.paging import Page
from souk.text import Lines
from souk.timestamp import Timestamp

# Twice the fourteen days for which Directive 2011/83/EU, article 9, lets consumers withdraw, and two days of grace.
RETURN_WINDOW = timedelta(days=30)


class ReturnReason(StrEnum):
    """Why goods go back."""

    DAMAGED = "damaged"
    NOT_AS_DESCRIBED = "not_as_described"
    WRONG_ITEM = "wrong_item"
    DOES_NOT_FIT = "does_not_fit"
    CHANGED_MIND = "changed_mind"
    OTHER = "other"


class ReturnLine(Request):
    """How many units of a line go back."""

    line_id: UUID
    quantity: Annotated[int, Field(ge=1, le=999)]


class RequestReturn(Request):
    """What of one shop's parcel goes back, and why."""

    lines: Annotated[list[ReturnLine], Field(min_length=1, max_length=MOST_LINES)]
    reason: ReturnReason
    note: Annotated[str, Lines(500)] | None = None


class AnswerReturn(Request):
    """What a shop does about a return; its customer reads the answer.

    It is refunded when it is received, or when it is accepted `without_return`: then the customer keeps the goods.
    That is what was paid for the units, or `amount` when that is less, and of the delivery what `shipping` says. With
    `restock` the units that were received go back on the shelf.
    """

    action: Literal[Step.ACCEPT, Step.DECLINE, Step.RECEIVE]
    answer: Annotated[str, Lines(500)] | None = None
    without_return: bool = False
    restock: bool = False
    amount: Price | None = None
    shipping: Price | None = None


class ListReturns(Page):
    """Which of a shop's returns to list, the latest first."""

    status: Annotated[ReturnStatus | None, Field(description="Only returns in this state")] = None


class ReturnedLine(View):
    """What goes back of a line."""

    line_id: UUID
    variant_id: UUID
    sku: str
    title: str
    options: dict[str, str]
    image_url: str | None
    quantity: int


class ReturnView(View):
    """A return, as its customer and its seller see it."""

    id: UUID
    order_id: UUID
    seller_order_id: UUID
    seller_id: UUID
    status: ReturnStatus
    reason: ReturnReason
    note: str | None
    answer: str | None
    without_return: bool
    restocked: bool
    refund_id: UUID | None
    requested_at: Timestamp
    answered_at: Timestamp | None
    received_at: Timestamp | None
    lines: list[ReturnedLine]


class SellerReturnView(ReturnView):
    """A return, as the seller sees it, with the order's number."""

    number: str


class ReturnsView(View):
    """The returns of an order, oldest first."""

    items: list[ReturnView]


class NotReturnable(Conflict, code="order_not_returnable"):
    """The parcel was not sent, or came too long ago."""


class ReturnNotAnswerable(Conflict, code="return_not_answerable"):
    """That cannot be done about the return any more, or not yet."""
