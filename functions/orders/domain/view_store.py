"""What customers and sellers see of orders, built by Postgres as it is sent.

A customer reads the owner's view of whole orders. A seller reads under row-level security.
"""

from datetime import datetime
from uuid import UUID

from functions.orders.domain.model import FindOrders, ListOrders, ListSellerOrders
from souk import Json, SellerTransaction, Transaction
from souk.errors import found

SHOW_ORDER = """
SELECT document
FROM customer_orders
WHERE id = :order_id AND customer_id = :customer_id
"""

LIST_ORDERS = """
SELECT id, summary AS document
FROM customer_orders
WHERE customer_id = :customer_id
    AND (:after_id::uuid IS NULL OR id < :after_id::uuid)
    AND (:status::text IS NULL OR status = :status::text)
ORDER BY id DESC
LIMIT :limit
"""

_EMAIL = """coalesce(guest_email, (
    SELECT account.email
    FROM auth_api.contacts AS account
    WHERE account.user_id = customer_id
))"""

FIND_ORDERS = f"""
SELECT id, summary::jsonb || jsonb_build_object('customer_id', customer_id, 'email', {_EMAIL}) AS document
FROM customer_orders
WHERE (:customer::uuid IS NULL OR customer_id = :customer::uuid)
    AND (:number::text IS NULL OR number = :number::text)
    AND (
        :email::text IS NULL
        OR guest_email = :email::text
        OR customer_id = (SELECT user_id FROM auth_api.contacts WHERE email = :email::text)
    )
    AND (:after_id::uuid IS NULL OR id < :after_id::uuid)
    AND (:status::text IS NULL OR status = :status::text)
ORDER BY id DESC
LIMIT :limit
"""

# What a shop is charged is not its customer's to read.
_ENTRIES = """json_agg(json_build_object(
    'sequence', entry.sequence,
    'kind', entry.kind,
    'status', entry.status,
    'at', entry.occurred_at,
    'details', entry.data - '{commission,commission_tax,subsidy}'::text[]
) ORDER BY entry.sequence)"""

SHOW_ANY_ORDER = f"""
SELECT document::jsonb || jsonb_build_object('customer_id', customer_id, 'email', {_EMAIL}, 'timeline', (
    SELECT {_ENTRIES}
    FROM order_events AS entry
    WHERE entry.order_id = customer_orders.id
))
FROM customer_orders
WHERE id = :order_id
"""

SHOW_TIMELINE = f"""
SELECT json_build_object('items', {_ENTRIES})
FROM orders
JOIN order_events AS entry ON entry.order_id = orders.id
WHERE orders.id = :order_id AND orders.customer_id = :customer_id
GROUP BY orders.id
"""

_SELLER_ORDER = """document_of(sold, orders.status, (
    SELECT json_agg(document_of(line) ORDER BY line.title, line.variant_id)
    FROM order_lines AS line
    WHERE line.seller_order_id = sold.id
))::jsonb || jsonb_build_object(
    'order_id', orders.id,
    'number', orders.number,
    'order_status', orders.status,
    'placed_at', orders.created_at,
    'commission', souk.money(sold.commission_amount, sold.currency),
    'commission_rate', sold.commission_rate,
    'commission_tax', souk.money(sold.commission_tax_amount, sold.currency),
    'commission_tax_rate', sold.commission_tax_rate,
    'charges', (
        SELECT json_agg(json_build_object(
            'line_id', line.id,
            'commission', souk.money(line.commission_amount, line.currency),
            'commission_tax', souk.money(line.commission_tax_amount, line.currency)
        ) ORDER BY line.title, line.variant_id)
        FROM order_lines AS line
        WHERE line.seller_order_id = sold.id
    ),
    'shipping_address', orders.shipping_address,
    'note', orders.note,
    'picks', (
        SELECT coalesce(json_agg(json_build_object(
            'variant_id', pick.variant_id,
            'warehouse_id', pick.warehouse_id,
            'warehouse', pick.warehouse,
            'quantity', pick.quantity
        ) ORDER BY pick.warehouse, pick.variant_id), '[]')
        FROM inventory_api.picks AS pick
        WHERE pick.order_id = orders.id AND pick.seller_id = sold.seller_id
    )
)"""

SHOW_SELLER_ORDER = f"""
SELECT {_SELLER_ORDER}
FROM seller_orders AS sold
JOIN orders ON orders.id = sold.order_id
WHERE sold.id = :seller_order_id AND sold.seller_id = :seller_id AND sold.order_status IS NOT NULL
"""

LIST_SELLER_ORDERS = f"""
SELECT sold.id, {_SELLER_ORDER} AS document
FROM seller_orders AS sold
JOIN orders ON orders.id = sold.order_id
WHERE sold.seller_id = :seller_id
    AND (:after_id::uuid IS NULL OR sold.id < :after_id::uuid)
    AND (:status::text IS NULL OR sold.order_status = :status::text)
    AND (:state::text IS NULL OR sold.state = :state::text)
    AND (:number::text IS NULL OR sold.order_id = (SELECT id FROM orders WHERE number = :number::text))
    AND (
        :buyer::text IS NULL
        OR (
            sold.buyer_name >= lower(:buyer::text) COLLATE "C"
            AND sold.buyer_name < (lower(:buyer::text) || chr(1114111)) COLLATE "C"
        )
    )
    AND (:first_day::date IS NULL OR sold.id >= souk.first_id(:first_day::date::timestamp AT TIME ZONE 'UTC'))
    AND (:last_day::date IS NULL OR sold.id < souk.first_id((:last_day::date + 1)::timestamp AT TIME ZONE 'UTC'))
    AND sold.order_status IS NOT NULL
    AND (NOT :to_send::boolean OR sold.to_send)
ORDER BY sold.id DESC
LIMIT :limit
"""

SHOW_FIGURES = """
SELECT json_build_object(
    'orders_to_send', (
        SELECT count(*)
        FROM (
            SELECT
            FROM seller_orders
            WHERE seller_id = :seller_id AND to_send
            LIMIT :limit
        ) AS unsent
    ),
    'low_stock', inventory_api.count_low(:seller_id, :limit::integer),
    'revenue_today', (
        SELECT coalesce(json_agg(souk.money(today.amount, today.currency) ORDER BY today.currency), '[]')
        FROM (
            SELECT currency, sum(total_amount - refunded_amount)::bigint AS amount
            FROM seller_orders
            WHERE seller_id = :seller_id AND id >= souk.first_id(date_trunc('day', :now::timestamptz, 'UTC'))
                AND order_status NOT IN ('cancelled', 'refunded') AND cancelled_at IS NULL
            GROUP BY currency
        ) AS today
    )
)
"""


def show_order(tx: Transaction, order_id: UUID, customer_id: UUID) -> Json:
    """Give a customer's own order as OrderView, or raise NotFound."""
    return found(tx.json(SHOW_ORDER, order_id=order_id, customer_id=customer_id), "order")


def list_orders(tx: Transaction, customer_id: UUID, query: ListOrders) -> Json:
    """Give a page of a customer's own orders, newest first."""
    return tx.page(LIST_ORDERS, query, customer_id=customer_id, status=query.status)


def find_orders(tx: Transaction, query: FindOrders) -> Json:
    """Give a page of anybody's orders, newest first."""
    sought = query.model_dump(include={"customer", "number", "email", "status"})
    return tx.page(FIND_ORDERS, query, **sought)


def show_any_order(tx: Transaction, order_id: UUID) -> Json:
    """Give anybody's order as AnyOrderView, or raise NotFound."""
    return found(tx.json(SHOW_ANY_ORDER, order_id=order_id), "order")


def show_timeline(tx: Transaction, order_id: UUID, customer_id: UUID) -> Json:
    """Give the history of a customer's own order as TimelineView, or raise NotFound."""
    return found(tx.json(SHOW_TIMELINE, order_id=order_id, customer_id=customer_id), "order")


def show_seller_order(tx: SellerTransaction, seller_order_id: UUID) -> Json:
    """Give one of the shop's seller orders that were paid as SellerOrderView, or raise NotFound."""
    order = tx.json(SHOW_SELLER_ORDER, seller_order_id=seller_order_id, seller_id=tx.seller_id)
    return found(order, "seller_order")


def list_seller_orders(tx: SellerTransaction, query: ListSellerOrders) -> Json:
    """Give a page of the shop's seller orders that were paid, or of those to send, newest first."""
    sought = query.model_dump(exclude={"limit", "cursor"})
    return tx.page(LIST_SELLER_ORDERS, query, seller_id=tx.seller_id, **sought)


def show_figures(tx: SellerTransaction, now: datetime, limit: int) -> Json:
    """Give the shop's figures of the day as FiguresView, counting no further than asked."""
    figures = tx.json(SHOW_FIGURES, seller_id=tx.seller_id, now=now, limit=limit)
    assert figures is not None
    return figures
