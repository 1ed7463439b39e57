"""What placing an order says to the database, and what orders ask of the cart and of the stock.

Locks are taken in one order, here and everywhere else: an order that stands, its customer's cart, the reservation, the
stock rows by variant and warehouse. Placing holds the cart while it waits for stock, so whoever gives an order up takes
the cart before the stock. A new order's own row comes last, since nobody can wait for it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from functions.orders.domain.states import Kind
from souk import Json, Transaction
from souk.errors import Shortage

CART_LINES = """
SELECT
    variant_id, quantity, seen_amount, seen_currency, product_id, seller_id, seller_name, sku, title, options,
    image_url, unit_amount, currency, buyable
FROM cart_lines(:customer_id, :taking::boolean)
"""

RESERVE = """
SELECT variant_id, requested, available
FROM inventory_api.reserve(:order_id, :variant_ids::uuid[], :quantities::integer[], :held_until)
"""

PLACE = "SELECT place(:kind, :order::jsonb, :seller_orders::jsonb, :lines::jsonb)"

PUT_BACK = """
SELECT cart_api.put_back(
    :customer_id, array_agg(line.variant_id), array_agg(line.quantity), array_agg(line.unit_amount), :currency
)
FROM sales
CROSS JOIN LATERAL json_to_recordset(sales.lines) AS line (variant_id uuid, quantity integer, unit_amount bigint)
WHERE sales.id = :order_id
"""

HOLD_LONGER = """
SELECT NOT EXISTS (
    SELECT
    FROM sales
    CROSS JOIN LATERAL (
        SELECT array_agg(variant_id) AS variant_ids, array_agg(quantity) AS quantities
        FROM json_to_recordset(sales.lines) AS line (variant_id uuid, quantity integer)
    ) AS sold
    CROSS JOIN LATERAL inventory_api.reserve(sales.id, sold.variant_ids, sold.quantities, :held_until)
    WHERE sales.id = :order_id
)
"""

COMMIT_STOCK = "SELECT inventory_api.commit(:order_id)"

RELEASE_STOCK = "SELECT inventory_api.release(:order_id)"


@dataclass(frozen=True, slots=True)
class WantedLine:
    """A line of the cart with what the catalogue says of it today; nothing when it is gone."""

    variant_id: UUID
    quantity: int
    seen_amount: int
    seen_currency: str
    product_id: UUID
    seller_id: UUID
    seller_name: str
    sku: str
    title: str
    options: str
    image_url: str | None
    unit_amount: int
    currency: str
    buyable: bool


def cart_lines(tx: Transaction, customer_id: UUID, *, taking: bool) -> list[WantedLine]:
    """Give the lines of the customer's cart at today's price, or take them out of it."""
    return tx.fetch(WantedLine, CART_LINES, customer_id=customer_id, taking=taking)


def reserve(tx: Transaction, order_id: UUID, quantities: Mapping[UUID, int], held_until: datetime) -> list[Shortage]:
    """Hold stock until then and give the shortages; with one, nothing is held once the caller rolls back."""
    return tx.fetch(
        Shortage,
        RESERVE,
        order_id=order_id,
        variant_ids=list(quantities),
        quantities=list(quantities.values()),
        held_until=held_until,
    )


def place(
    tx: Transaction,
    order: Mapping[str, Any],
    seller_orders: Sequence[Mapping[str, Any]],
    lines: Sequence[Mapping[str, Any]],
) -> Json:
    """Store an order, its seller orders, its lines and the first entry of its history; give it as OrderView."""
    documents = {"order": order, "seller_orders": seller_orders, "lines": lines}
    placed = tx.json(PLACE, kind=Kind.PLACED, **{name: json.dumps(value) for name, value in documents.items()})
    assert placed is not None
    return placed


def put_back(tx: Transaction, order_id: UUID, customer_id: UUID, currency: str) -> int:
    """Put the lines of an order back into its customer's cart and give the units that did not fit."""
    return int(tx.value(PUT_BACK, order_id=order_id, customer_id=customer_id, currency=currency))


def hold_longer(tx: Transaction, order_id: UUID, held_until: datetime) -> bool:
    """Hold an order's stock until then; False when its hold ran out and the stock cannot be had again."""
    return bool(tx.value(HOLD_LONGER, order_id=order_id, held_until=held_until))


def commit_stock(tx: Transaction, order_id: UUID) -> bool:
    """Turn the hold into a sale; False when it ran out and the stock cannot be had again."""
    return bool(tx.value(COMMIT_STOCK, order_id=order_id))


def release_stock(tx: Transaction, order_id: UUID) -> None:
    """Give back what the order holds; inventory takes back what was paid for when the cancellation reaches it."""
    tx.execute(RELEASE_STOCK, order_id=order_id)
