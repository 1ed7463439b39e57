"""SQL of the read model of browsing, and of what shops and categories that change mean for it."""

from uuid import UUID

from souk import SellerTransaction, Transaction

LOCK_CARDS = """
SELECT id
FROM cards
WHERE id = ANY (:product_ids::uuid[])
ORDER BY id
FOR UPDATE
"""

REFRESH = """
WITH product AS MATERIALIZED (
    SELECT
        shown.id, shown.title, shown.currency, shown.amount, stock.is_there,
        ARRAY['00000000-0000-0000-0000-000000000000', shown.seller_id] || category.lineage AS scopes,
        json_build_object(
            'id', shown.id,
            'title', shown.title,
            'price', souk.money(shown.amount, shown.currency),
            'image_url', shown.images[1],
            'seller', json_build_object('id', seller.id, 'name', seller.name),
            'category_id', shown.category_id,
            'in_stock', stock.is_there
        )::text AS card
    FROM shelf AS shown
    JOIN sellers AS seller ON seller.id = shown.seller_id
    JOIN categories AS category ON category.id = shown.category_id
    CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT
            FROM offered_variants AS variant
            JOIN inventory_api.availability AS level ON level.variant_id = variant.id
            WHERE variant.product_id = shown.id AND level.available > 0
        ) AS is_there
    ) AS stock
    WHERE shown.id = ANY (:product_ids::uuid[])
),
wanted AS MATERIALIZED (
    SELECT scope, product.id, product.currency, product.amount, product.is_there
    FROM product
    CROSS JOIN LATERAL unnest(product.scopes) AS scope
),
unlisted AS (
    DELETE FROM listings AS listing
    WHERE listing.product_id = ANY (:product_ids::uuid[])
        AND NOT EXISTS (SELECT FROM wanted WHERE wanted.scope = listing.scope AND wanted.id = listing.product_id)
),
uncarded AS (
    DELETE FROM cards AS card
    WHERE card.id = ANY (:product_ids::uuid[])
        AND NOT EXISTS (SELECT FROM product WHERE product.id = card.id)
),
carded AS (
    INSERT INTO cards AS card (id, card)
    SELECT id, card
    FROM product
    ORDER BY id
    ON CONFLICT (id) DO UPDATE SET card = excluded.card
    WHERE card.card <> excluded.card
),
worded AS (
    INSERT INTO title_words (id)
    SELECT DISTINCT word
    FROM product
    CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector('simple', unaccent(product.title)))) AS word
    ORDER BY word
    ON CONFLICT DO NOTHING
)
INSERT INTO listings AS listing (scope, product_id, currency, amount, in_stock)
SELECT scope, id, currency, amount, is_there
FROM wanted
ORDER BY id, scope
ON CONFLICT (scope, product_id) DO UPDATE
SET currency = excluded.currency, amount = excluded.amount, in_stock = excluded.in_stock
WHERE (listing.currency, listing.amount, listing.in_stock)
    IS DISTINCT FROM (excluded.currency, excluded.amount, excluded.in_stock)
"""

PRODUCTS_OF_VARIANTS = """
SELECT DISTINCT product_id
FROM offered_variants
WHERE id = ANY (:variant_ids::uuid[])
"""

FOLLOW_SELLER = """
INSERT INTO sellers AS seller (id, name, active, sequence)
VALUES (:seller_id, :name, :active, :sequence)
ON CONFLICT (id) DO UPDATE
SET name = excluded.name, active = excluded.active, sequence = excluded.sequence
WHERE seller.sequence < excluded.sequence
"""

NEXT_OF_SHOP = """
SELECT id
FROM products
WHERE archived_at IS NULL AND id > :after
ORDER BY id
LIMIT :batch
"""

LIST_PRODUCTS = """
UPDATE products AS product
SET listed = seller.active
FROM sellers AS seller
WHERE seller.id = product.seller_id
    AND product.id = ANY (:product_ids::uuid[])
    AND product.archived_at IS NULL
    AND product.listed <> seller.active
"""

NEXT_OF_CATEGORY = """
SELECT product_id
FROM placements
WHERE category_id IN (SELECT id FROM categories WHERE lineage @> ARRAY[:category_id::uuid])
    AND product_id > :after
ORDER BY product_id
LIMIT :batch
"""


def refresh(tx: Transaction, product_ids: list[UUID]) -> None:
    """Bring the listings of these products to what the shelf says.

    The lock comes in a statement of its own, so that of two refreshes the later reads what the former left.
    """
    tx.rows(LOCK_CARDS, product_ids=product_ids)
    tx.execute(REFRESH, product_ids=product_ids)


def products_of(tx: Transaction, variant_ids: list[UUID]) -> list[UUID]:
    """Give the products that these variants belong to."""
    return [row["product_id"] for row in tx.rows(PRODUCTS_OF_VARIANTS, variant_ids=variant_ids)]


def follow_seller(tx: Transaction, seller_id: UUID, name: str, active: bool, sequence: int) -> None:
    """Keep what a shop is now, unless something later of it is known."""
    tx.execute(FOLLOW_SELLER, seller_id=seller_id, name=name, active=active, sequence=sequence)


def next_of_shop(tx: SellerTransaction, after: UUID, batch: int) -> list[UUID]:
    """List the shop's next products, or take them off the lists, as the shop is now; give them."""
    product_ids = [row["id"] for row in tx.rows(NEXT_OF_SHOP, after=after, batch=batch)]
    tx.execute(LIST_PRODUCTS, product_ids=product_ids)
    refresh(tx, product_ids)
    return product_ids


def next_of_category(tx: Transaction, category_id: UUID, after: UUID, batch: int) -> list[UUID]:
    """List the category's next products where it stands now; give them."""
    rows = tx.rows(NEXT_OF_CATEGORY, category_id=category_id, after=after, batch=batch)
    product_ids = [row["product_id"] for row in rows]
    refresh(tx, product_ids)
    return product_ids
