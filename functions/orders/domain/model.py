"""What customers and sellers send about orders, and what they see of them."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, Secret, StringConstraints

from functions.orders.domain.shipping import DaysView, ShippingChoice, ShippingOption, ShippingWay
from functions.orders.domain.states import Kind, OrderStatus, SellerOrderStatus
from functions.orders.promotions.domain.model import AppliedPromotion, QuotedCoupon
from souk import Money, Request, View
from souk.address import Address, PostalCode
from souk.country import Destination
from souk.email import Email
from souk.errors import Conflict
from souk.gift_card import GiftCardCodes
from souk.paging import Page
from souk.text import Lines, OneLine
from souk.timestamp import Timestamp

# The characters of RFC 3986, appendix A, behind a host that no user's name hides.
_SECURE_ADDRESS = r"^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?([/?#][A-Za-z0-9._~:/?#@!$&'()*+,;=%\[\]-]*)?$"


class DeliveryAddress(Address):
    """Where an order goes."""

    country: Destination


PaymentMethod = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,100}$", examples=["sandbox_visa"])]


class Payment(Request):
    """How something is paid; `payment_token` is what the provider's script in the page made, where the method asks.

    In its place, `saved_method_id` is a method that the caller let be kept; `keep_method` asks for this one to be kept,
    which it is once it has paid.
    """

    payment_method: Annotated[PaymentMethod | None, Field(description="Needed unless nothing remains to be paid")] = (
        None
    )
    payment_token: Annotated[str | None, Field(pattern=r"^[A-Za-z0-9_.-]{1,255}$")] = None
    saved_method_id: UUID | None = None
    keep_method: bool = False


class CreditWish(Request):
    """What is used of gift cards, by their codes, and of the caller's store credit, as far as they reach."""

    gift_cards: GiftCardCodes = Field(default_factory=list)
    store_credit: bool = False


class PlaceOrder(Payment, CreditWish):
    """The caller's cart, to be sent there and paid so; a guest, and nobody else, says where to write to."""

    shipping_address: DeliveryAddress
    shipping_option: ShippingChoice
    note: Annotated[str, Lines(500)] | None = None
    email: Email | None = None
    expected_total: Annotated[
        Money | None, Field(description="The total that the customer agreed to; another one is refused")
    ] = None
    expected_to_pay: Annotated[
        Money | None, Field(description="What the customer agreed to pay besides; another amount is refused")
    ] = None


class ClaimOrder(Request):
    """What the link in a guest's mail holds."""

    token: Secret[Annotated[str, StringConstraints(max_length=128)]]


class QuoteCart(CreditWish):
    """Where the caller's cart would go; a tax that depends on the postal code is exact when it is named."""

    country: Destination
    postal_code: PostalCode | None = None
    shipping_option: ShippingChoice = ShippingOption.STANDARD


class TaxedView(View):
    """What is taxed at one rate: without the tax, and the tax."""

    rate: Annotated[int, Field(description="Basis points")]
    net: Money
    tax: Money


class Totals(View):
    """What goods cost with their delivery; `total` includes the VAT that `tax_total` names and `taxes` has by rate.

    Where `prices_include_tax`, what goods and delivery cost includes it too; else it is added to these.
    `discount_total` is taken off both, by what `promotions` say.
    """

    items_total: Money
    shipping_total: Money
    discount_total: Money
    tax_total: Money
    total: Money
    prices_include_tax: bool
    taxes: list[TaxedView]
    promotions: list[AppliedPromotion]


class QuotedLine(View):
    """A line of the cart as it would be sold; `discount` is taken off in its total."""

    variant_id: UUID
    quantity: int
    unit_price: Money
    discount: Money
    total: Money
    tax: Money
    tax_rate: Annotated[int, Field(description="Basis points")]


class ShippingOfferView(View):
    """A way for the parcel of a shop to travel there; `price` is read as those of goods are."""

    option: ShippingWay
    name: str
    price: Money
    days: DaysView


class QuotedSeller(Totals):
    """What one shop would send, and the ways in which it may travel, the cheapest first."""

    seller_id: UUID
    seller_name: str
    shipping_option: ShippingWay
    shipping_name: str
    shipping_options: list[ShippingOfferView]
    lines: list[QuotedLine]


class CreditUsed(View):
    """What would be used of a gift card, of whose code `hint` is the end, or of store credit, and what is on it."""

    kind: Literal["gift_card", "store_credit"]
    hint: str | None
    balance: Money
    amount: Money


class QuoteView(Totals):
    """What ordering the cart would cost; `total` includes the VAT that `tax_total` names.

    `to_pay` is what `credit` leaves of it.

    The cart's `coupon` says why it takes nothing off when it does not.
    """

    coupon: QuotedCoupon | None
    credit: list[CreditUsed]
    to_pay: Money
    sellers: list[QuotedSeller]


class PayAgain(Payment):
    """How an order is to be paid after all."""


class ListOrders(Page):
    """Which orders to list, newest first."""

    status: Annotated[OrderStatus | None, Field(description="Only orders in this state")] = None


class FindOrders(ListOrders):
    """Which of everybody's orders to list, newest first."""

    customer: Annotated[UUID | None, Field(description="Only the orders of this customer or guest")] = None
    number: Annotated[Annotated[str, OneLine(40)] | None, Field(description="The number that people know")] = None
    email: Annotated[
        Email | None, Field(description="Only what was ordered under this address, with an account or as a guest")
    ] = None


class ListSellerOrders(ListOrders):
    """Which of a shop's seller orders to list, newest first; the status is the order's, the state the seller order's.

    Days begin and end at midnight in UTC.
    """

    to_send: Annotated[bool, Field(description="Only those that wait to be sent")] = False
    state: Annotated[SellerOrderStatus | None, Field(description="Only seller orders in this state")] = None
    number: Annotated[Annotated[str, OneLine(40)] | None, Field(description="The number that people know")] = None
    buyer: Annotated[
        Annotated[str, OneLine(120)] | None, Field(description="How the name on the parcel begins, in any case")
    ] = None
    first_day: Annotated[date | None, Field(description="Only what was ordered on this day or later")] = None
    last_day: Annotated[date | None, Field(description="Only what was ordered on this day or earlier")] = None


class Shipment(Request):
    """How a seller order travels, and where its buyer may follow it."""

    carrier: Annotated[str, OneLine(80)]
    tracking_number: Annotated[str, Field(pattern=r"^[A-Za-z0-9 -]{1,60}$")]
    tracking_url: Annotated[str | None, Field(pattern=_SECURE_ADDRESS, max_length=500)] = None


class KeptLine(Request):
    """How many units of a line are kept; none drops it."""

    line_id: UUID
    quantity: Annotated[int, Field(ge=0, le=999)]


class EditOrder(Request):
    """What is kept of an order; lines that are not named stay as they are."""

    lines: Annotated[list[KeptLine], Field(min_length=1, max_length=200)]


class ChangeOrderAddress(Request):
    """Where an order is sent instead."""

    shipping_address: DeliveryAddress


class CancelSellerOrder(Request):
    """Why a shop gives its part of an order up; its customer reads both."""

    reason: Literal["out_of_stock", "cannot_deliver", "wrong_price", "customer_asked", "other"]
    note: Annotated[str, Lines(500)] | None = None


class LineView(QuotedLine):
    """One line as it was sold; what is refunded counts from its request on."""

    id: UUID
    product_id: UUID
    sku: str
    title: str
    options: dict[str, str]
    image_url: str | None
    refunded: Money
    refunded_quantity: int
    returning_quantity: int


class SoldView(Totals):
    """What one seller sends of an order, as its customer and its seller see it; its id is the seller order's.

    `shipping_name` is what the way in which it travels was called when it was ordered.
    What is refunded, `refunded_shipping` of it for the delivery, counts from its request on.
    """

    id: UUID
    seller_id: UUID
    seller_name: str
    status: SellerOrderStatus
    shipping_option: ShippingWay
    shipping_name: str
    carrier: str | None
    tracking_number: str | None
    tracking_url: str | None
    refunded: Money
    refunded_shipping: Money
    shipped_at: Timestamp | None
    delivered_at: Timestamp | None
    cancelled_at: Timestamp | None
    lines: list[LineView]


class OrderView(Totals):
    """An order; `total` includes the VAT that `tax_total` names, and `email` is where its guest is written to.

    While `payable_until` says so it may be paid again: `payment_failure` is why the last payment failed, and the status
    `awaiting_action` says that the transaction waits for a second step. `to_pay` is what `credit_total`, paid by gift
    card and store credit, leaves of the total.
    """

    id: UUID
    number: str
    status: OrderStatus
    placed_at: Timestamp
    credit_total: Money
    to_pay: Money
    refunded: Money
    shipping_address: Address
    email: str | None
    payment_method: str
    payment_transaction_id: UUID | None
    payment_failure: str | None
    payable_until: Timestamp | None
    note: str | None
    sellers: list[SoldView]


class Preview(View):
    """What a list shows of a line."""

    title: str
    image_url: str | None
    quantity: int


class OrderSummary(View):
    """An order in a list, with up to four of its lines."""

    id: UUID
    number: str
    status: OrderStatus
    placed_at: Timestamp
    payable_until: Timestamp | None
    total: Money
    line_count: int
    lines: list[Preview]


class FoundOrder(OrderSummary):
    """An order of anybody in a list; `email` is where its customer is written to, null when the account is gone."""

    customer_id: UUID
    email: str | None


class TimelineEntry(View):
    """One thing that happened to an order."""

    sequence: int
    kind: Kind
    status: OrderStatus
    at: Timestamp
    details: dict[str, Any]


class TimelineView(View):
    """Everything that happened to an order, oldest first."""

    items: list[TimelineEntry]


class AnyOrderView(OrderView):
    """An order of anybody, with everything that happened to it; `email` is where its customer is written to."""

    customer_id: UUID
    timeline: list[TimelineEntry]


MOST_COUNTED = 1000

Counted = Annotated[int, Field(description=f"Counted up to {MOST_COUNTED}")]


class FiguresView(View):
    """How a shop stands today, in UTC; revenue is what was ordered today and paid."""

    orders_to_send: Counted
    low_stock: Counted
    revenue_today: list[Money]


class PickView(View):
    """From which warehouse some of a variant are taken."""

    variant_id: UUID
    warehouse_id: UUID
    warehouse: str
    quantity: int


class ChargeView(View):
    """What the platform keeps of one line, and the tax that comes on it."""

    line_id: UUID
    commission: Money
    commission_tax: Money


class SellerOrderView(SoldView):
    """A seller order, as the seller sees it; `picks` say which shelves its lines come from.

    `commission_tax` comes on the commission, of which `commission_rate` says all, or nothing where lines differ in it
    or there are amounts beside it.
    """

    order_id: UUID
    number: str
    order_status: OrderStatus
    placed_at: Timestamp
    commission: Money
    commission_rate: Annotated[int | None, Field(description="Basis points")]
    commission_tax: Money
    commission_tax_rate: Annotated[int, Field(description="Basis points")]
    charges: list[ChargeView]
    shipping_address: Address
    note: str | None
    picks: list[PickView]


class EmptyCart(Conflict, code="empty_cart"):
    """There is nothing to order."""


class PriceChanged(Conflict, code="price_changed"):
    """Some lines, or all together, cost another price than the customer last saw."""


class CreditChanged(Conflict, code="credit_changed"):
    """Less is left of a gift card, or of the store credit, than when the order was priced."""


class TotalTooLarge(Conflict, code="total_too_large"):
    """No order is worth that much."""


class NotCancellable(Conflict, code="order_not_cancellable"):
    """The order, or the seller order, has begun to be shipped, or is over."""


class NotEditable(Conflict, code="order_not_editable"):
    """Nothing of the order can be changed any more, or not yet."""


class NotPayable(Conflict, code="order_not_payable"):
    """The order is being charged, or is paid, or its time is up."""


class NotShippable(Conflict, code="order_not_shippable"):
    """The seller order is over, or was shipped already."""


class NotDeliverable(Conflict, code="order_not_deliverable"):
    """The seller order was not shipped."""
