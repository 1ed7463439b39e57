"""What buyers and sellers see of orders, built by Postgres as it is sent."""

from uuid import UUID

from functions.orders.domain.model import ListOrders
from souk import Json, Transaction, paging
from souk.errors import NotFound

_PART_STATUS = """CASE
        WHEN part.delivered_at IS NOT NULL THEN 'delivered'
        WHEN part.shipped_at IS NOT NULL THEN 'shipped'
        WHEN orders.status IN ('cancelled', 'refunded') THEN orders.status
        WHEN orders.status IN ('pending', 'awaiting_action') THEN 'pending'
        ELSE 'ready'
    END"""

_LINES = """(
        SELECT json_agg(json_build_object(
            'id', line.id,
            'variant_id', line.variant_id,
            'product_id', line.product_id,
            'sku', line.sku,
            'title', line.title,
            'options', line.options,
            'image_url', line.image_url,
            'quantity', line.quantity,
            'unit_price', souk.money(line.unit_amount, orders.currency),
            'total', souk.money(line.total_amount, orders.currency),
            'tax', souk.money(line.tax_amount, orders.currency),
            'tax_rate', line.tax_rate
        ) ORDER BY line.title, line.variant_id)
        FROM order_lines AS line
        WHERE line.seller_order_id = part.id
    )"""

_TRAVEL = """
    'carrier', part.carrier,
    'tracking_number', part.tracking_number,
    'shipped_at', part.shipped_at,
    'delivered_at', part.delivered_at,
"""

SHOW_ORDER = f"""
SELECT json_build_object(
    'id', orders.id,
    'number', orders.number,
    'status', orders.status,
    'placed_at', orders.created_at,
    'items_total', souk.money(orders.items_amount, orders.currency),
    'shipping_total', souk.money(orders.shipping_amount, orders.currency),
    'tax_total', souk.money(orders.tax_amount, orders.currency),
    'total', souk.money(orders.total_amount, orders.currency),
    'refunded', souk.money(orders.refunded_amount, orders.currency),
    'shipping_option', orders.shipping_option,
    'shipping_address', orders.shipping_address,
    'payment_method', orders.payment_method,
    'note', orders.note,
    'sellers', (
        SELECT json_agg(json_build_object(
            'id', part.id,
            'seller_id', part.seller_id,
            'seller_name', part.seller_name,
            'status', {_PART_STATUS},
            'items_total', souk.money(part.items_amount, orders.currency),
            'shipping_total', souk.money(part.shipping_amount, orders.currency),
            'tax_total', souk.money(part.tax_amount, orders.currency),
            'total', souk.money(part.total_amount, orders.currency),
            {_TRAVEL}
            'lines', {_LINES}
        ) ORDER BY part.seller_name, part.seller_id)
        FROM seller_orders AS part
        WHERE part.order_id = orders.id
    )
)
FROM orders
WHERE orders.id = :order_id AND orders.customer_id = :customer_id
"""

LIST_ORDERS = """
SELECT orders.id, json_build_object(
    'id', orders.id,
    'number', orders.number,
    'status', orders.status,
    'placed_at', orders.created_at,
    'total', souk.money(orders.total_amount, orders.currency),
    'line_count', (SELECT count(*) FROM order_lines WHERE order_id = orders.id),
    'lines', (
        SELECT json_agg(json_build_object('title', title, 'image_url', image_url, 'quantity', quantity))
        FROM (
            SELECT title, image_url, quantity
            FROM order_lines
            WHERE order_id = orders.id
            ORDER BY title, variant_id
            LIMIT 4
        ) AS line
    )
) AS document
FROM orders
WHERE orders.customer_id = :customer_id
    AND (:before::uuid IS NULL OR orders.id < :before::uuid)
    AND (:status::text IS NULL OR orders.status = :status::text)
ORDER BY orders.id DESC
LIMIT :limit
"""

SHOW_TIMELINE = """
SELECT json_build_object('items', json_agg(json_build_object(
    'sequence', entry.sequence,
    'kind', entry.kind,
    'status', entry.status,
    'at', entry.occurred_at,
    'details', entry.data
) ORDER BY entry.sequence))
FROM orders
JOIN order_events AS entry ON entry.order_id = orders.id
WHERE orders.id = :order_id AND orders.customer_id = :customer_id
GROUP BY orders.id
"""

_SELLER_ORDER = f"""json_build_object(
    'id', part.id,
    'order_id', orders.id,
    'number', orders.number,
    'status', {_PART_STATUS},
    'order_status', orders.status,
    'placed_at', orders.created_at,
    'items_total', souk.money(part.items_amount, orders.currency),
    'shipping_total', souk.money(part.shipping_amount, orders.currency),
    'tax_total', souk.money(part.tax_amount, orders.currency),
    'total', souk.money(part.total_amount, orders.currency),
    'commission', souk.money(part.commission_amount, orders.currency),
    'commission_rate', part.commission_rate,
    'shipping_option', orders.shipping_option,
    'shipping_address', orders.shipping_address,
    {_TRAVEL}
    'lines', {_LINES}
)"""

SHOW_SELLER_ORDER = f"""
SELECT {_SELLER_ORDER}
FROM seller_orders AS part
JOIN orders ON orders.id = part.order_id
WHERE part.id = :seller_order_id AND part.seller_id = :seller_id
"""

LIST_SELLER_ORDERS = f"""
SELECT part.id, {_SELLER_ORDER} AS document
FROM seller_orders AS part
JOIN orders ON orders.id = part.order_id
WHERE part.seller_id = :seller_id
    AND (:before::uuid IS NULL OR part.id < :before::uuid)
    AND (:status::text IS NULL OR orders.status = :status::text)
    AND orders.status NOT IN ('pending', 'awaiting_action')
ORDER BY part.id DESC
LIMIT :limit
"""


def show_order(tx: Transaction, order_id: UUID, customer_id: UUID) -> Json:
    """Give a customer's own order as OrderView.

    Raises NotFound.
    """
    return _found(tx.json(SHOW_ORDER, order_id=order_id, customer_id=customer_id), "order")


def show_timeline(tx: Transaction, order_id: UUID, customer_id: UUID) -> Json:
    """Give the history of a customer's own order as TimelineView.

    Raises NotFound.
    """
    return _found(tx.json(SHOW_TIMELINE, order_id=order_id, customer_id=customer_id), "order")


def show_seller_order(tx: Transaction, seller_order_id: UUID, seller_id: UUID) -> Json:
    """Give a seller's own part of an order as SellerOrderView.

    Raises NotFound.
    """
    found = tx.json(SHOW_SELLER_ORDER, seller_order_id=seller_order_id, seller_id=seller_id)
    return _found(found, "seller_order")


def list_orders(tx: Transaction, customer_id: UUID, page: ListOrders) -> Json:
    """Give a page of a customer's own orders, newest first."""
    return _page(tx, LIST_ORDERS, page, customer_id=customer_id)


def list_seller_orders(tx: Transaction, seller_id: UUID, page: ListOrders) -> Json:
    """Give a page of a seller's own parts of orders that were paid, newest first."""
    return _page(tx, LIST_SELLER_ORDERS, page, seller_id=seller_id)


def _page(tx: Transaction, statement: str, page: ListOrders, **owner: UUID) -> Json:
    before = paging.decode(page.cursor, UUID)[0] if page.cursor else None
    rows = tx.rows(statement, before=before, status=page.status, limit=page.limit + 1, **owner)
    shown = rows[: page.limit]
    following = f'"{paging.encode([shown[-1]["id"]])}"' if len(rows) > len(shown) else "null"
    return Json(f'{{"items": [{",".join(row["document"] for row in shown)}], "next_cursor": {following}}}')


def _found(document: Json | None, thing: str) -> Json:
    if document is None:
        raise NotFound.of(thing)
    return document
