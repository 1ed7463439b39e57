"""The cart's statements.

Every statement that changes lines takes the cart's row first, so carts are changed one after the other.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from functions.cart.domain.model import Wanted
from souk import Json, Transaction
from souk.errors import found

SHOW_CART = "SELECT show_cart(:owner_id)"

ADD_ITEM = """
SELECT
    variant_id, product_id, seller_id, title, unit_amount, currency, buyable, available, cart_currency, version,
    quantity
FROM add_item(:owner_id, :variant_id, :quantity)
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


def add_item(tx: Transaction, owner_id: UUID, variant_id: UUID, quantity: int) -> Wanted:
    """Add to the line of a variant, whatever its stock; raises NotFound when there is no such variant."""
    wanted = tx.fetch_one(Wanted, ADD_ITEM, owner_id=owner_id, variant_id=variant_id, quantity=quantity)
    return found(wanted, "variant")


def change_item(tx: Transaction, owner_id: UUID, variant_id: UUID, quantity: int) -> Wanted:
    """Set the quantity of a line, whatever its stock; raises NotFound when the cart has no such line."""
    wanted = tx.fetch_one(Wanted, CHANGE_ITEM, owner_id=owner_id, variant_id=variant_id, quantity=quantity)
    return found(wanted, "cart_item")


def remove_item(tx: Transaction, owner_id: UUID, variant_id: UUID) -> int:
    """Remove a line and give the cart's version; raises NotFound when the cart has no such line."""
    version: int = found(tx.value(REMOVE_ITEM, owner_id=owner_id, variant_id=variant_id), "cart_item")
    return version


def clear_cart(tx: Transaction, owner_id: UUID) -> int | None:
    """Remove every line and give the cart's version; None when there was nothing to remove."""
    version: int | None = tx.value(CLEAR_CART, owner_id=owner_id)
    return version


def mark_abandoned(tx: Transaction, idle: timedelta, most: int) -> list[dict[str, Any]]:
    """Mark carts that were left alone for so long, and give their lines."""
    return tx.rows(MARK_ABANDONED, idle=idle, most=most)
