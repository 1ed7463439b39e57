"""What placing an order says to the database, and what orders ask of the cart and of the stock.

Locks are taken in one order, here and everywhere else: an order that stands, its customer's cart, the reservation, the
stock rows by variant and warehouse, the promotions by their ids, then gift cards and store credit by theirs. Placing
holds the cart while it waits for stock, so whoever gives an order up takes the cart before the stock. A new order's
own row comes between stock and promotions, since nobody can wait for it; promotions, which many orders have in common,
come last, right before the commit.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from functions.orders.domain.model import PlaceOrder
from functions.orders.domain.number import number_of
from functions.orders.domain.pricing import Item, Priced, PricedLine, PricedSellerOrder
from functions.orders.domain.shipping import Offer
from functions.orders.domain.states import Kind, after
from functions.orders.promotions.domain import coupons
from functions.orders.promotions.domain.discounts import Applied
from souk import Json, Transaction
from souk.errors import OutOfStock, Shortage
from souk.event import correlation
from souk.ids import uuid7

CART_LINES = """
SELECT
    variant_id, quantity, seen_amount, seen_currency, product_id, seller_id, seller_name, sku, title, options,
    image_url, unit_amount, currency, buyable, tax_class, weight, shipping, commission, established
FROM cart_lines(:customer_id, :taking::boolean)
"""

IS_SAVED = """
SELECT EXISTS (
    SELECT
    FROM payments_api.saved_methods
    WHERE saved_method_id = :saved_method_id AND customer_id = :customer_id AND method = :method
)
"""

PLACE = """
SELECT document, short, spent
FROM place(:kind, :order::jsonb, :seller_orders::jsonb, :lines::jsonb, :correlation_id)
"""

PUT_BACK = """
SELECT
    cart_api.put_back(
        :customer_id, array_agg(line.variant_id), array_agg(line.quantity), array_agg(line.unit_amount), :currency
    ),
    cart_api.put_coupon_back(:customer_id, (
        SELECT max(applied.code)
        FROM orders
        CROSS JOIN LATERAL jsonb_to_recordset(orders.promotions) AS applied (code text)
        WHERE orders.id = :order_id
    ))
FROM sold(:order_id) AS sold
CROSS JOIN LATERAL json_to_recordset(sold.lines) AS line (variant_id uuid, quantity integer, unit_amount bigint)
"""

HOLD_LONGER = """
SELECT NOT EXISTS (
    SELECT
    FROM sold(:order_id) AS sold
    CROSS JOIN LATERAL (
        SELECT array_agg(variant_id) AS variant_ids, array_agg(quantity) AS quantities
        FROM json_to_recordset(sold.lines) AS line (variant_id uuid, quantity integer)
    ) AS wanted
    CROSS JOIN LATERAL inventory_api.reserve(
        :order_id, wanted.variant_ids, wanted.quantities, :held_until, :correlation_id
    )
)
"""

COMMIT_STOCK = "SELECT inventory_api.commit(:order_id, :correlation_id)"

RELEASE_STOCK = "SELECT inventory_api.release(:order_id)"


@dataclass(frozen=True, slots=True)
class WantedLine(Item):
    """A line of the cart with what the catalogue says of it today; nothing when it is gone.

    What JSON says of it: the terms of its commission, where a rule has them; and of its shop, on the first line of
    that alone, the options of its own to send by, where it keeps some, and where it is established.
    """

    seen_amount: int
    seen_currency: str
    product_id: UUID
    seller_name: str
    sku: str
    title: str
    options: str
    image_url: str | None
    currency: str
    buyable: bool
    weight: int
    shipping: str | None
    commission: str | None
    established: str | None


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What is ordered, in which language, at which cost; a shop has its parcel and the id of its seller order."""

    id: UUID
    customer_id: UUID
    body: PlaceOrder
    payment_method: str
    language: str
    currency: str
    priced: Priced[WantedLine]
    travelling: Mapping[UUID, Offer]
    applied: Sequence[Applied]
    seller_order_ids: Mapping[UUID, UUID]
    placed_at: datetime
    held_until: datetime


def cart_lines(tx: Transaction, customer_id: UUID, *, taking: bool) -> list[WantedLine]:
    """Give the lines of the customer's cart at today's price, or take them out of it."""
    return tx.fetch(WantedLine, CART_LINES, customer_id=customer_id, taking=taking)


def place(tx: Transaction, order: NewOrder) -> Json:
    """Hold an order's stock, store it with the first entry of its history and count its promotions.

    Gives it as OrderView. Raises OutOfStock, or what ``coupons.spent`` gives.
    """
    priced, body = order.priced, order.body
    documents = {
        "order": {
            "id": str(order.id),
            "number": number_of(order.id),
            "customer_id": str(order.customer_id),
            "guest_email": body.email,
            "guest_language": order.language if body.email else None,
            "status": after(None, Kind.PLACED),
            "sequence": 1,
            "currency": order.currency,
            "items_amount": priced.items,
            "shipping_amount": priced.shipping,
            "discount_amount": priced.discount,
            "shipping_discount_amount": priced.shipping_discount,
            "promotions": _promotions(order),
            "tax_amount": priced.tax,
            "total_amount": priced.total,
            "prices_include_tax": priced.prices_include_tax,
            "taxes": [asdict(one) for one in priced.taxes],
            "payment_method": order.payment_method,
            "shipping_address": body.shipping_address.model_dump(),
            "note": body.note,
            "seller_count": len(priced.seller_orders),
            "held_until": order.held_until.isoformat(),
            "created_at": order.placed_at.isoformat(),
        },
        "seller_orders": [_seller_order(order, one) for one in priced.seller_orders],
        "lines": [_line(order, line) for one in priced.seller_orders for line in one.lines],
    }
    written = {name: json.dumps(value) for name, value in documents.items()}
    placed = tx.row(PLACE, kind=Kind.PLACED, correlation_id=correlation.get(), **written)
    assert placed is not None
    if placed["short"]:
        raise OutOfStock(
            [Shortage(**one | {"variant_id": UUID(one["variant_id"])}) for one in json.loads(placed["short"])]
        )
    if placed["spent"]:
        raise coupons.spent(order.applied, **json.loads(placed["spent"]))
    return Json(placed["document"])


def put_back(tx: Transaction, order_id: UUID, customer_id: UUID, currency: str) -> int:
    """Put the lines of an order and its coupon back into its customer's cart; give the units that did not fit."""
    return int(tx.value(PUT_BACK, order_id=order_id, customer_id=customer_id, currency=currency))


def is_saved(tx: Transaction, customer_id: UUID, saved_method_id: UUID, method: str) -> bool:
    """Say whether a customer let a method of that kind be kept."""
    return bool(tx.value(IS_SAVED, customer_id=customer_id, saved_method_id=saved_method_id, method=method))


def hold_longer(tx: Transaction, order_id: UUID, held_until: datetime) -> bool:
    """Hold an order's stock until then; False when its hold ran out and the stock cannot be had again."""
    return bool(tx.value(HOLD_LONGER, order_id=order_id, held_until=held_until, correlation_id=correlation.get()))


def commit_stock(tx: Transaction, order_id: UUID) -> bool:
    """Turn the hold into a sale; False when it ran out and the stock cannot be had again."""
    return bool(tx.value(COMMIT_STOCK, order_id=order_id, correlation_id=correlation.get()))


def release_stock(tx: Transaction, order_id: UUID) -> None:
    """Give back what the order holds; inventory takes back what was paid for when the cancellation reaches it."""
    tx.execute(RELEASE_STOCK, order_id=order_id)


def _seller_order(order: NewOrder, one: PricedSellerOrder[WantedLine]) -> dict[str, Any]:
    return {
        "id": str(order.seller_order_ids[one.seller_id]),
        "order_id": str(order.id),
        "currency": order.currency,
        "seller_id": str(one.seller_id),
        "seller_name": one.lines[0].item.seller_name,
        "shipping_option": str(order.travelling[one.seller_id].option),
        "shipping_name": order.travelling[one.seller_id].name,
        "items_amount": one.items,
        "shipping_amount": one.shipping,
        "discount_amount": one.discount.total,
        "shipping_discount_amount": one.shipping_discount.total,
        "subsidy_amount": one.subsidy,
        "promotions": _promotions(order, one.seller_id),
        "shipping_tax_amount": one.shipping_tax,
        "tax_amount": one.tax,
        "total_amount": one.total,
        "prices_include_tax": order.priced.prices_include_tax,
        "taxes": [asdict(taxed) for taxed in one.taxes],
        "commission_rate": one.commission_rate,
        "commission_amount": one.commission,
        "commission_tax_rate": one.commission_tax_rate,
        "commission_tax_amount": one.commission_tax,
    }


def _promotions(order: NewOrder, shop: UUID | None = None) -> list[dict[str, Any]]:
    return [one.model_dump(mode="json") for one in coupons.shown(order.applied, order.currency, shop)]


def _line(order: NewOrder, line: PricedLine[WantedLine]) -> dict[str, Any]:
    sold = line.item
    return {
        "id": str(uuid7()),
        "currency": order.currency,
        "seller_order_id": str(order.seller_order_ids[sold.seller_id]),
        "seller_id": str(sold.seller_id),
        "variant_id": str(sold.variant_id),
        "product_id": str(sold.product_id),
        "sku": sold.sku,
        "title": sold.title,
        "options": json.loads(sold.options),
        "image_url": sold.image_url,
        "quantity": sold.quantity,
        "unit_amount": sold.unit_amount,
        "discount_amount": line.discount.total,
        "subsidy_amount": line.discount.by_platform,
        "total_amount": line.total,
        "tax_rate": line.tax_rate,
        "tax_amount": line.tax,
        "commission_terms": line.charge.terms.written(),
        "commission_amount": line.charge.commission,
        "commission_tax_amount": line.charge.tax,
    }
