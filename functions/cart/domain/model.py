"""What customers and guests send to the cart and see of it."""

from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from souk import Money, Request, View
from souk.errors import Conflict
from souk.message import Versioned

MOST_OF_ONE_LINE = 999
MOST_LINES = 200

Quantity = Annotated[int, Field(ge=1, le=MOST_OF_ONE_LINE)]
Note = Literal["not_for_sale", "other_currency", "out_of_stock", "low_stock"]


class AddItem(Request):
    """A variant to put into the cart; what is there already is added to."""

    variant_id: UUID
    quantity: Quantity = 1


class ChangeItem(Versioned):
    """How many of a line are wanted from now on."""

    quantity: Quantity


class ItemView(View):
    """The line that was added or changed; its id is its variant's."""

    id: UUID
    variant_id: UUID
    product_id: UUID
    title: str
    quantity: int
    unit_price: Money
    total: Money


class CartLineView(View):
    """One line at today's price; `previous_price` is what was shown before, when it differs."""

    id: UUID
    variant_id: UUID
    product_id: UUID | None
    seller_id: UUID | None
    seller_name: str | None
    sku: str | None
    title: str | None
    slug: str | None
    options: dict[str, str] | None
    image_url: str | None
    quantity: int
    unit_price: Money
    previous_price: Money | None
    total: Money
    available: int
    note: Note | None


class SellerGroup(View):
    """What the cart holds of one seller and can be bought."""

    seller_id: UUID
    seller_name: str
    quantity: int
    total: Money


class CartView(View):
    """A cart; totals count the lines that can be bought, at their prices: what a coupon takes off, the quote says.

    It is bought in one currency. Lines in another, which a guest's cart brought along, wait until those are gone.
    """

    version: int
    currency: str | None
    coupon: str | None
    quantity: int
    total: Money | None
    lines: list[CartLineView]
    sellers: list[SellerGroup]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A variant that is wanted, as the catalogue and the warehouse know it, and the line it became, if it did."""

    variant_id: UUID
    product_id: UUID
    seller_id: UUID
    title: str
    unit_amount: int
    currency: str
    buyable: bool
    available: int
    cart_currency: str | None
    version: int | None
    quantity: int | None


class CurrencyMismatch(Conflict, code="currency_mismatch"):
    """A cart is bought in one currency."""


class LineTooLarge(Conflict, code="line_too_large"):
    """A line holds at most 999."""


class CartFull(Conflict, code="cart_full"):
    """A cart holds at most 200 lines."""
