"""The cart's statements.

Every statement that changes lines takes the cart's row first, so carts are changed one after the other.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from functions.cart.domain.model import Wanted
from souk import Json, Transaction

SHOW_CART = """
WITH line AS (
    SELECT
        item.variant_id, item.quantity, item.added_at, item.seen_amount, variant.product_id, variant.seller_id,
        variant.sku, variant.title, variant.options, variant.image_url, item.seen_currency AS currency,
        cart.currency AS cart_currency,
        coalesce(variant.unit_amount, item.seen_amount) AS unit_amount,
        greatest(coalesce(stock.available, 0), 0) AS available,
        item.seen_currency <> cart.currency AS is_waiting,
        coalesce(variant.buyable AND variant.currency = item.seen_currency, false) AS buyable
    FROM cart_items AS item
    JOIN carts AS cart ON cart.id = item.owner_id
    LEFT JOIN catalog_api.variants AS variant ON variant.variant_id = item.variant_id
    LEFT JOIN inventory_api.availability AS stock ON stock.variant_id = item.variant_id
    WHERE item.owner_id = :owner_id
),
cart AS (
    SELECT id
    FROM carts
    WHERE id = :owner_id AND EXISTS (SELECT FROM line WHERE buyable AND unit_amount <> seen_amount)
    FOR UPDATE
),
shown AS (
    UPDATE cart_items AS item
    SET seen_amount = line.unit_amount
    FROM cart, line
    WHERE item.owner_id = cart.id AND item.variant_id = line.variant_id
        AND line.buyable AND line.unit_amount <> line.seen_amount
)
SELECT json_build_object(
    'version', coalesce((SELECT version FROM carts WHERE id = :owner_id), 0),
    'currency', min(cart_currency),
    'quantity', coalesce(sum(quantity) FILTER (WHERE buyable AND NOT is_waiting), 0),
    'total', CASE WHEN count(*) > 0 THEN souk.money(
        coalesce(sum(unit_amount * quantity) FILTER (WHERE buyable AND NOT is_waiting), 0)::bigint, min(cart_currency)
    ) END,
    'lines', coalesce(json_agg(json_build_object(
        'id', variant_id,
        'variant_id', variant_id,
        'product_id', product_id,
        'seller_id', seller_id,
        'sku', sku,
        'title', title,
        'options', options,
        'image_url', image_url,
        'quantity', quantity,
        'unit_price', souk.money(unit_amount, currency),
        'previous_price', CASE WHEN buyable AND unit_amount <> seen_amount
            THEN souk.money(seen_amount, currency) END,
        'total', souk.money(unit_amount * quantity, currency),
        'available', available,
        'note', CASE
            WHEN NOT buyable THEN 'not_for_sale'
            WHEN is_waiting THEN 'other_currency'
            WHEN available = 0 THEN 'out_of_stock'
            WHEN available < quantity THEN 'low_stock'
        END
    ) ORDER BY added_at, variant_id), '[]'),
    'sellers', (
        SELECT coalesce(json_agg(json_build_object(
            'seller_id', seller_id,
            'quantity', quantity,
            'total', souk.money(amount, currency)
        ) ORDER BY first_added, seller_id), '[]')
        FROM (
            SELECT seller_id, currency, sum(quantity) AS quantity, sum(unit_amount * quantity)::bigint AS amount,
                min(added_at) AS first_added
            FROM line
            WHERE buyable AND NOT is_waiting
            GROUP BY seller_id, currency
        ) AS seller
    )
)
FROM line
"""

ADD_ITEM = """
WITH wanted AS (
    SELECT
        variant.variant_id, variant.product_id, variant.seller_id, variant.title, variant.unit_amount, variant.currency,
        variant.buyable, coalesce(stock.available, 0) AS available
    FROM catalog_api.variants AS variant
    LEFT JOIN inventory_api.availability AS stock ON stock.variant_id = variant.variant_id
    WHERE variant.variant_id = :variant_id
),
cart AS (
    INSERT INTO carts AS cart (id, currency)
    SELECT :owner_id, currency FROM wanted WHERE buyable
    ON CONFLICT (id) DO UPDATE
    SET currency = coalesce(cart.currency, excluded.currency), version = cart.version + 1, updated_at = now(),
        abandoned_at = NULL
    RETURNING currency, version
),
line AS (
    INSERT INTO cart_items AS line (owner_id, variant_id, quantity, seen_amount, seen_currency)
    SELECT :owner_id, wanted.variant_id, :quantity, wanted.unit_amount, wanted.currency
    FROM wanted
    JOIN cart ON cart.currency = wanted.currency
    ON CONFLICT (owner_id, variant_id) DO UPDATE
    SET quantity = line.quantity + excluded.quantity, seen_amount = excluded.seen_amount,
        seen_currency = excluded.seen_currency
    RETURNING quantity
)
SELECT wanted.*, cart.currency AS cart_currency, cart.version, line.quantity
FROM wanted
LEFT JOIN cart ON true
LEFT JOIN line ON true
"""

CHANGE_ITEM = """
WITH cart AS (
    UPDATE carts AS cart
    SET version = version + 1, updated_at = now(), abandoned_at = NULL
    WHERE id = :owner_id
        AND EXISTS (SELECT FROM cart_items AS item WHERE item.owner_id = :owner_id AND item.variant_id = :variant_id)
    RETURNING id, version
),
line AS (
    UPDATE cart_items AS line
    SET quantity = :quantity
    FROM cart
    WHERE line.owner_id = cart.id AND line.variant_id = :variant_id
    RETURNING line.variant_id, line.quantity, line.seen_currency AS currency, cart.version
)
SELECT
    line.variant_id, variant.product_id, variant.seller_id, variant.title, variant.unit_amount, variant.currency,
    coalesce(variant.buyable AND variant.currency = line.currency, false) AS buyable,
    coalesce(stock.available, 0) AS available, line.currency AS cart_currency, line.version, line.quantity
FROM line
LEFT JOIN catalog_api.variants AS variant ON variant.variant_id = line.variant_id
LEFT JOIN inventory_api.availability AS stock ON stock.variant_id = line.variant_id
"""

REMOVE_ITEM = """
WITH cart AS (
    UPDATE carts
    SET version = version + 1, updated_at = now(), abandoned_at = NULL
    WHERE id = :owner_id
        AND EXISTS (SELECT FROM cart_items AS item WHERE item.owner_id = :owner_id AND item.variant_id = :variant_id)
    RETURNING id, version
),
line AS (
    DELETE FROM cart_items AS line
    USING cart
    WHERE line.owner_id = cart.id AND line.variant_id = :variant_id
    RETURNING cart.version
)
SELECT version FROM line
"""

CLEAR_CART = """
WITH cart AS (
    UPDATE carts
    SET version = version + 1, updated_at = now(), abandoned_at = NULL
    WHERE id = :owner_id AND line_count > 0
    RETURNING id, version
),
lines AS (
    DELETE FROM cart_items AS line USING cart WHERE line.owner_id = cart.id
)
SELECT version FROM cart
"""

MARK_ABANDONED = """
WITH idle AS MATERIALIZED (
    SELECT id
    FROM carts
    WHERE line_count > 0 AND abandoned_at IS NULL AND updated_at < now() - :idle::interval
    ORDER BY updated_at
    LIMIT :most
    FOR UPDATE SKIP LOCKED
),
cart AS (
    UPDATE carts
    SET abandoned_at = now()
    FROM idle
    WHERE carts.id = idle.id
    RETURNING carts.id, version
)
SELECT id AS owner_id, version, (
    SELECT json_agg(json_build_object('variant_id', variant_id, 'quantity', quantity) ORDER BY added_at)
    FROM cart_items AS line
    WHERE line.owner_id = cart.id
) AS lines
FROM cart
"""


def show_cart(tx: Transaction, owner_id: UUID) -> Json:
    """Give the cart as CartView; the prices it shows count as seen from now on."""
    cart = tx.json(SHOW_CART, owner_id=owner_id)
    assert cart is not None
    return cart


def add_item(tx: Transaction, owner_id: UUID, variant_id: UUID, quantity: int) -> Wanted | None:
    """Add to the line of a variant, whatever its stock; None when there is no such variant."""
    return tx.fetch_one(Wanted, ADD_ITEM, owner_id=owner_id, variant_id=variant_id, quantity=quantity)


def change_item(tx: Transaction, owner_id: UUID, variant_id: UUID, quantity: int) -> Wanted | None:
    """Set the quantity of a line, whatever its stock; None when the cart has no such line."""
    return tx.fetch_one(Wanted, CHANGE_ITEM, owner_id=owner_id, variant_id=variant_id, quantity=quantity)


def remove_item(tx: Transaction, owner_id: UUID, variant_id: UUID) -> int | None:
    """Remove a line and give the cart's version; None when the cart has no such line."""
    version: int | None = tx.value(REMOVE_ITEM, owner_id=owner_id, variant_id=variant_id)
    return version


def clear_cart(tx: Transaction, owner_id: UUID) -> int | None:
    """Remove every line and give the cart's version; None when there was nothing to remove."""
    version: int | None = tx.value(CLEAR_CART, owner_id=owner_id)
    return version


def mark_abandoned(tx: Transaction, idle: timedelta, most: int) -> list[dict[str, Any]]:
    """Mark carts that were left alone for so long, and give their lines."""
    return tx.rows(MARK_ABANDONED, idle=idle, most=most)
