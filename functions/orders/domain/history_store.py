"""An order's row, its sellers' parts and its history, once it was placed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from functions.orders.domain.states import Kind, OrderStatus
from souk import Transaction

LOCK_ORDER = """
SELECT
    id, customer_id, status, sequence, parts, parts_shipped, parts_delivered, total_amount, refunded_amount, currency,
    payment_transaction_id, payment_sequence
FROM orders
WHERE id = :order_id
FOR UPDATE
"""

LOCK_OWN_ORDER = """
SELECT
    id, customer_id, status, sequence, parts, parts_shipped, parts_delivered, total_amount, refunded_amount, currency,
    payment_transaction_id, payment_sequence
FROM orders
WHERE id = :order_id AND customer_id = :customer_id
FOR UPDATE
"""

LOCK_PART = """
SELECT
    orders.id, customer_id, status, sequence, parts, parts_shipped, parts_delivered, orders.total_amount,
    refunded_amount, orders.currency, payment_transaction_id, payment_sequence, shipped_at, delivered_at
FROM seller_orders AS part
JOIN orders ON orders.id = part.order_id
WHERE part.id = :seller_order_id AND part.seller_id = :seller_id
FOR UPDATE OF orders, part
"""

LOCK_OVERDUE = """
SELECT
    id, customer_id, status, sequence, parts, parts_shipped, parts_delivered, total_amount, refunded_amount, currency,
    payment_transaction_id, payment_sequence
FROM orders
WHERE id = :order_id AND status IN ('pending', 'awaiting_action') AND held_until < now()
FOR UPDATE SKIP LOCKED
"""

LIST_OVERDUE = """
SELECT id
FROM orders
WHERE status IN ('pending', 'awaiting_action') AND held_until < now()
ORDER BY held_until
LIMIT :most
"""

APPEND = """
WITH moved AS (
    UPDATE orders
    SET status = :status, sequence = sequence + 1, parts_shipped = :parts_shipped, parts_delivered = :parts_delivered,
        refunded_amount = :refunded_amount, payment_transaction_id = :payment_transaction_id,
        payment_sequence = :payment_sequence, updated_at = now()
    WHERE id = :order_id AND sequence = :sequence
    RETURNING id, sequence, status
)
INSERT INTO order_events (order_id, sequence, kind, status, data)
SELECT id, sequence, :kind, status, :data::jsonb
FROM moved
"""

SHIP_PART = """
UPDATE seller_orders
SET carrier = :carrier, tracking_number = :tracking_number, shipped_at = now()
WHERE id = :seller_order_id AND seller_id = :seller_id
"""

DELIVER_PART = """
UPDATE seller_orders
SET delivered_at = now()
WHERE id = :seller_order_id AND seller_id = :seller_id
"""

SOLD = """
SELECT
    (
        SELECT json_agg(json_build_object(
            'seller_order_id', id,
            'seller_id', seller_id,
            'total', souk.money(total_amount, currency),
            'tax', souk.money(tax_amount, currency),
            'commission', souk.money(commission_amount, currency)
        ) ORDER BY seller_id)
        FROM seller_orders
        WHERE order_id = :order_id
    ) AS sellers,
    (
        SELECT json_agg(json_build_object(
            'variant_id', variant_id,
            'product_id', product_id,
            'seller_id', seller_id,
            'quantity', quantity,
            'unit_amount', unit_amount
        ) ORDER BY seller_id, variant_id)
        FROM order_lines
        WHERE order_id = :order_id
    ) AS lines
"""


@dataclass(frozen=True, slots=True)
class Order:
    """An order while its row is locked; a part's times stand in it when it was reached through a part."""

    id: UUID
    customer_id: UUID
    status: OrderStatus
    sequence: int
    parts: int
    parts_shipped: int
    parts_delivered: int
    total_amount: int
    refunded_amount: int
    currency: str
    payment_transaction_id: UUID | None
    payment_sequence: int | None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None


def lock_order(tx: Transaction, order_id: UUID) -> Order | None:
    """Lock an order."""
    return tx.fetch_one(_order, LOCK_ORDER, order_id=order_id)


def lock_own_order(tx: Transaction, order_id: UUID, customer_id: UUID) -> Order | None:
    """Lock a customer's own order."""
    return tx.fetch_one(_order, LOCK_OWN_ORDER, order_id=order_id, customer_id=customer_id)


def lock_part(tx: Transaction, seller_order_id: UUID, seller_id: UUID) -> Order | None:
    """Lock an order through a seller's own part of it."""
    return tx.fetch_one(_order, LOCK_PART, seller_order_id=seller_order_id, seller_id=seller_id)


def lock_overdue(tx: Transaction, order_id: UUID) -> Order | None:
    """Lock an order when its hold has run out unpaid and nobody is working on it."""
    return tx.fetch_one(_order, LOCK_OVERDUE, order_id=order_id)


def list_overdue(tx: Transaction, most: int) -> list[UUID]:
    """Give the unpaid orders whose hold has run out, the oldest first."""
    return [row["id"] for row in tx.rows(LIST_OVERDUE, most=most)]


def append(tx: Transaction, order: Order, kind: Kind, details: Mapping[str, Any]) -> None:
    """Write the next entry of an order's history together with what the order is after it."""
    changed = tx.execute(
        APPEND,
        order_id=order.id,
        sequence=order.sequence - 1,
        status=order.status,
        parts_shipped=order.parts_shipped,
        parts_delivered=order.parts_delivered,
        refunded_amount=order.refunded_amount,
        payment_transaction_id=order.payment_transaction_id,
        payment_sequence=order.payment_sequence,
        kind=kind,
        data=json.dumps(details),
    )
    if changed != 1:
        raise RuntimeError(f"order {order.id} was changed without its lock")


def ship_part(tx: Transaction, seller_order_id: UUID, seller_id: UUID, carrier: str, tracking_number: str) -> None:
    """Store how a seller's part travels."""
    tx.execute(
        SHIP_PART,
        seller_order_id=seller_order_id,
        seller_id=seller_id,
        carrier=carrier,
        tracking_number=tracking_number,
    )


def deliver_part(tx: Transaction, seller_order_id: UUID, seller_id: UUID) -> None:
    """Store that a seller's part arrived."""
    tx.execute(DELIVER_PART, seller_order_id=seller_order_id, seller_id=seller_id)


def sold(tx: Transaction, order_id: UUID) -> dict[str, Any]:
    """Give the sellers' shares and the lines of an order, as events carry them."""
    row = tx.row(SOLD, order_id=order_id)
    assert row is not None
    return {name: json.loads(value) for name, value in row.items()}


def _order(status: str, **columns: Any) -> Order:
    return Order(status=OrderStatus(status), **columns)
