"""What orders publishes. An event's sequence is the number of its entry in the order's history."""

from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, model_validator

from souk.event import Event
from souk.money import Money

type CancellationReason = Literal["customer", "seller", "payment_overdue", "out_of_stock", "wrong_amount_paid"]


class OrderedLine(BaseModel):
    """One line of an order as it was sold: the price is frozen."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    variant_id: UUID
    product_id: UUID
    seller_id: UUID
    quantity: int
    unit_amount: int


class SellerShare(BaseModel):
    """What one seller sold in an order; `total` is what the customer pays for it, with delivery, VAT included.

    `subsidy` is what the platform adds to it, for promotions of its own, and `commission_tax` comes on the commission.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    seller_order_id: UUID
    seller_id: UUID
    total: Money
    tax: Money
    subsidy: Money
    commission: Money
    commission_tax: Money

    @model_validator(mode="before")
    @classmethod
    def _with_what_earlier_events_lack(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        total = Money.model_validate(data["total"])
        nothing = Money(amount=0, currency=total.currency)
        return {"subsidy": nothing, "commission_tax": nothing, **data}


class OrderCreated(Event):
    """An order was placed and its stock is held; it waits for its payment.

    `credit` is what of the total was taken of gift cards and store credit; the rest is to be charged.
    `payment_token` is what the provider's page made of how the customer pays, where it made something;
    `saved_method_id` is the method of theirs that they chose instead, and `keeps_method` says that they want it kept.
    """

    name = "order.created"
    aggregate = "order_id"
    undone_by = "order.cancelled"

    order_id: UUID
    customer_id: UUID
    total: Money
    currency: str
    payment_method: str
    payment_token: str | None = None
    saved_method_id: UUID | None = None
    keeps_method: bool = False
    credit: Money | None = None
    sellers: list[SellerShare]
    lines: list[OrderedLine]


class OrderPaymentRequested(Event):
    """The customer asked to pay an unpaid order again; `payment_id` is the transaction that is to be."""

    name = "order.payment_requested"
    aggregate = "order_id"
    undone_by = "order.cancelled"

    order_id: UUID
    customer_id: UUID
    payment_id: UUID
    payment_method: str
    payment_token: str | None = None
    saved_method_id: UUID | None = None
    keeps_method: bool = False
    total: Money


class OrderClaimed(Event):
    """The order that a guest placed is a customer's from now on."""

    name = "order.claimed"
    aggregate = "order_id"

    order_id: UUID
    customer_id: UUID
    guest_id: UUID


class OrderUpdated(Event):
    """An order moved to a status that has no event of its own, such as waiting for a second payment step."""

    name = "order.updated"
    aggregate = "order_id"

    order_id: UUID
    customer_id: UUID
    status: str


class OrderPaid(Event):
    """An order was paid and its stock is sold: the sellers may ship."""

    name = "order.paid"
    aggregate = "order_id"
    undone_by = "order.cancelled"

    order_id: UUID
    customer_id: UUID
    total: Money
    sellers: list[SellerShare]
    lines: list[OrderedLine]


class OrderShipped(Event):
    """One seller shipped; `status` says whether other seller orders of the order are still to come."""

    name = "order.shipped"
    aggregate = "order_id"

    order_id: UUID
    customer_id: UUID
    seller_order_id: UUID
    seller_id: UUID
    carrier: str
    tracking_number: str
    tracking_url: str | None = None
    status: Literal["partly_shipped", "shipped"]


class OrderCompleted(Event):
    """Every seller order of an order was delivered: the sellers' money is theirs."""

    name = "order.completed"
    aggregate = "order_id"

    order_id: UUID
    customer_id: UUID
    total: Money


class SellerOrderCancelled(Event):
    """A shop gave up its part of an order and its stock returned; what it cost goes back by a refund of its own."""

    name = "order.seller_order_cancelled"
    aggregate = "order_id"

    order_id: UUID
    customer_id: UUID
    seller_order_id: UUID
    seller_id: UUID
    reason: str


class OrderCancelled(Event):
    """An order was given up and its stock returned; whatever was captured for it is owed back to the customer.

    What was sold of it goes back by refunds that are requested with this, one for each seller order.
    """

    name = "order.cancelled"
    aggregate = "order_id"

    order_id: UUID
    customer_id: UUID
    reason: CancellationReason


class OrderRefundRequested(Event):
    """Money of one seller order is owed back to the customer, and was claimed against what was paid for it.

    `amount` is what the customer gets back with its `tax`; `commission`, `commission_tax` and `subsidy` are what the
    platform gives back of its commission and takes back of its subsidy, as they were sold: cumulative shares, so that
    a full refund gives back exactly what was taken. `as_credit` gives it as store credit in place of how it was paid.
    """

    name = "order.refund_requested"
    aggregate = "order_id"
    undone_by = "order.refund_refused"

    order_id: UUID
    customer_id: UUID
    refund_id: UUID
    seller_order_id: UUID
    seller_id: UUID
    amount: Money
    tax: Money
    commission: Money
    commission_tax: Money
    subsidy: Money
    reason: str
    as_credit: bool = False


class OrderRefundRefused(Event):
    """The provider refused a refund that was requested: what was claimed is free again, of commission and tax too."""

    name = "order.refund_refused"
    aggregate = "order_id"

    order_id: UUID
    customer_id: UUID
    refund_id: UUID
    seller_order_id: UUID
    seller_id: UUID
    amount: Money


class OrderReturnRequested(Event):
    """A customer wants to send goods of one seller order back; its shop is to answer."""

    name = "order.return_requested"
    aggregate = "order_id"

    order_id: UUID
    customer_id: UUID
    return_id: UUID
    seller_order_id: UUID
    seller_id: UUID
    reason: str


class OrderReturnAccepted(Event):
    """A shop takes goods back; `without_return` says that the customer keeps them and is refunded at once."""

    name = "order.return_accepted"
    aggregate = "order_id"

    order_id: UUID
    customer_id: UUID
    return_id: UUID
    seller_order_id: UUID
    seller_id: UUID
    without_return: bool


class OrderReturnDeclined(Event):
    """A shop does not take goods back, and says why."""

    name = "order.return_declined"
    aggregate = "order_id"

    order_id: UUID
    customer_id: UUID
    return_id: UUID
    seller_order_id: UUID
    seller_id: UUID
    answer: str | None


class InvoiceIssued(Event):
    """An invoice or a credit note was issued to the customer of an order, and its file is there to be read."""

    name = "invoice.issued"
    aggregate = "invoice_id"

    invoice_id: UUID
    order_id: UUID
    customer_id: UUID
    seller_order_id: UUID
    seller_id: UUID
    kind: Literal["invoice", "credit_note"]
    number: str
