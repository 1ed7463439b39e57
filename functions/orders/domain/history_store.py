"""An order's row, its seller orders and its history, once it was placed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from functions.orders.domain.model import Shipment
from functions.orders.domain.states import Kind, OrderStatus, Parts
from souk import SellerTransaction, Transaction
from souk.address import Address
from souk.errors import found

_ORDER = """orders.id, orders.customer_id, orders.status, orders.sequence, orders.seller_count,
    orders.shipped_count, orders.delivered_count, orders.cancelled_count, orders.total_amount, orders.credit_amount,
    orders.captured_amount, orders.refunded_amount, orders.currency, orders.payment_transaction_id,
    orders.payment_step, orders.payment_method, orders.payment_failure, orders.held_until,
    payable_until(orders) AS payable_until, orders.created_at,
    orders.shipping_address ->> 'country' AS country, orders.shipping_address ->> 'postal_code' AS postal_code,
    orders.guest_email IS NOT NULL AS is_guest"""

LOCK = f"""
SELECT {_ORDER}
FROM orders
WHERE id = :order_id
FOR UPDATE
"""

LOCK_OWN = f"""
SELECT {_ORDER}
FROM orders
WHERE id = :order_id AND customer_id = :customer_id
FOR UPDATE
"""

LOCK_SELLER_ORDER = f"""
SELECT {_ORDER},
    sold.shipped_at, sold.delivered_at, sold.cancelled_at
FROM seller_orders AS sold
JOIN orders ON orders.id = sold.order_id
WHERE sold.id = :seller_order_id AND sold.seller_id = :seller_id AND sold.order_status IS NOT NULL
FOR UPDATE OF orders, sold
"""

LOCK_OVERDUE = f"""
SELECT {_ORDER}
FROM orders
WHERE id = :order_id AND is_unpaid(status) AND held_until < now()
FOR UPDATE SKIP LOCKED
"""

LIST_OVERDUE = """
SELECT id
FROM orders
WHERE is_unpaid(status) AND held_until < now()
ORDER BY held_until
LIMIT :limit
"""

APPEND = """
WITH moved AS (
    UPDATE orders
    SET status = :status, sequence = sequence + 1, shipped_count = :shipped_count, delivered_count = :delivered_count,
        cancelled_count = :cancelled_count, captured_amount = :captured_amount, refunded_amount = :refunded_amount,
        payment_transaction_id = :payment_transaction_id, payment_step = :payment_step::integer[],
        payment_method = :payment_method, payment_failure = :payment_failure,
        held_until = :held_until
    WHERE id = :order_id AND sequence = :sequence
    RETURNING id, sequence, status
)
INSERT INTO order_events (order_id, sequence, kind, status, data)
SELECT id, sequence, :kind, status, :data::jsonb
FROM moved
"""

CHANGE_ADDRESS = """
UPDATE orders
SET shipping_address = :address::jsonb
WHERE id = :order_id AND shipping_address <> :address::jsonb
RETURNING true
"""

LOCK_CLAIMABLE = f"""
SELECT {_ORDER}
FROM orders
WHERE guest_email IS NOT NULL AND id = (
    SELECT order_id
    FROM order_claims
    WHERE token_hash = :token_hash AND expires_at > now()
)
FOR UPDATE
"""

GIVE_TO_CUSTOMER = """
UPDATE orders
SET customer_id = :customer_id, guest_email = NULL, guest_language = NULL
WHERE id = :order_id
"""

SHIP_SELLER_ORDER = """
UPDATE seller_orders
SET carrier = :carrier, tracking_number = :tracking_number, tracking_url = :tracking_url, shipped_at = now()
WHERE id = :seller_order_id AND seller_id = :seller_id
"""

DELIVER_SELLER_ORDER = """
UPDATE seller_orders
SET delivered_at = now()
WHERE id = :seller_order_id AND seller_id = :seller_id
"""

CANCEL_SELLER_ORDER = """
UPDATE seller_orders
SET cancelled_at = now()
WHERE id = :seller_order_id AND seller_id = :seller_id
"""

SOLD = """
SELECT sellers, lines
FROM sold(:order_id)
"""


@dataclass(frozen=True, slots=True)
class Order:
    """An order as its row was when it was locked; reached through a seller order, it has that one's times."""

    id: UUID
    customer_id: UUID
    status: OrderStatus
    sequence: int
    seller_count: int
    shipped_count: int
    delivered_count: int
    cancelled_count: int
    total_amount: int
    credit_amount: int
    captured_amount: int
    refunded_amount: int
    currency: str
    payment_transaction_id: UUID | None
    payment_step: list[int]
    payment_method: str
    payment_failure: str | None
    held_until: datetime
    payable_until: datetime | None
    created_at: datetime
    country: str
    postal_code: str | None
    is_guest: bool
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    cancelled_at: datetime | None = None

    @property
    def parts(self) -> Parts:
        """How many of its seller orders are cancelled, on their way and there."""
        return Parts(self.seller_count, self.cancelled_count, self.shipped_count, self.delivered_count)


def lock(tx: Transaction, order_id: UUID) -> Order | None:
    """Lock an order; None when there is none."""
    return tx.fetch_one(_order, LOCK, order_id=order_id)


def lock_own(tx: Transaction, order_id: UUID, customer_id: UUID) -> Order:
    """Lock a customer's own order, or raise NotFound."""
    return found(tx.fetch_one(_order, LOCK_OWN, order_id=order_id, customer_id=customer_id), "order")


def lock_seller_order(tx: SellerTransaction, seller_order_id: UUID) -> Order:
    """Lock a paid order through the shop's seller order, or raise NotFound."""
    order = tx.fetch_one(_order, LOCK_SELLER_ORDER, seller_order_id=seller_order_id, seller_id=tx.seller_id)
    return found(order, "seller_order")


def lock_overdue(tx: Transaction, order_id: UUID) -> Order | None:
    """Lock an order when its hold has run out unpaid and nobody is working on it."""
    return tx.fetch_one(_order, LOCK_OVERDUE, order_id=order_id)


def change_address(tx: Transaction, order_id: UUID, address: Address) -> bool:
    """Send an order to another address; False when it goes there already."""
    return bool(tx.value(CHANGE_ADDRESS, order_id=order_id, address=address.model_dump_json()))


def list_overdue(tx: Transaction, limit: int) -> list[UUID]:
    """Give the unpaid orders whose hold has run out, the oldest first."""
    return [row["id"] for row in tx.rows(LIST_OVERDUE, limit=limit)]


def append(tx: Transaction, order: Order, kind: Kind, details: Mapping[str, Any]) -> None:
    """Write the next entry of an order's history together with what the order is after it."""
    changed = tx.execute(
        APPEND,
        order_id=order.id,
        sequence=order.sequence - 1,
        status=order.status,
        shipped_count=order.shipped_count,
        delivered_count=order.delivered_count,
        cancelled_count=order.cancelled_count,
        captured_amount=order.captured_amount,
        refunded_amount=order.refunded_amount,
        payment_transaction_id=order.payment_transaction_id,
        payment_step=order.payment_step,
        payment_method=order.payment_method,
        payment_failure=order.payment_failure,
        held_until=order.held_until,
        kind=kind,
        data=json.dumps(details),
    )
    if changed != 1:
        raise RuntimeError(f"order {order.id} was changed without its lock")


def lock_claimable(tx: Transaction, token_hash: bytes) -> Order | None:
    """Lock the guest's order that a link is for; None when the link has expired or the order is a customer's."""
    return tx.fetch_one(_order, LOCK_CLAIMABLE, token_hash=token_hash)


def give_to_customer(tx: Transaction, order_id: UUID, customer_id: UUID) -> None:
    """Make a guest's order a customer's."""
    tx.execute(GIVE_TO_CUSTOMER, order_id=order_id, customer_id=customer_id)


def ship_seller_order(tx: SellerTransaction, seller_order_id: UUID, shipment: Shipment) -> None:
    """Store how a seller order travels."""
    tx.execute(SHIP_SELLER_ORDER, seller_order_id=seller_order_id, seller_id=tx.seller_id, **shipment.model_dump())


def deliver_seller_order(tx: SellerTransaction, seller_order_id: UUID) -> None:
    """Store that a seller order arrived."""
    tx.execute(DELIVER_SELLER_ORDER, seller_order_id=seller_order_id, seller_id=tx.seller_id)


def cancel_seller_order(tx: SellerTransaction, seller_order_id: UUID) -> None:
    """Store that a seller order is given up."""
    tx.execute(CANCEL_SELLER_ORDER, seller_order_id=seller_order_id, seller_id=tx.seller_id)


def sold(tx: Transaction, order_id: UUID) -> dict[str, Any]:
    """Give the sellers' shares and the lines of an order, as events carry them."""
    row = tx.row(SOLD, order_id=order_id)
    assert row is not None
    return {name: json.loads(value) for name, value in row.items()}


def _order(status: str, **columns: Any) -> Order:
    return Order(status=OrderStatus(status), **columns)
