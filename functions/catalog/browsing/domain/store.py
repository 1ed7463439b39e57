"""The read model of browsing, and what shops and categories that change mean for it."""

from uuid import UUID

from souk import SellerTransaction, Transaction
from souk.slug import beside_an_id

REFRESH = "SELECT refresh(:product_ids::uuid[])"

REFRESH_STOCK = "SELECT refresh_stock(:variant_ids::uuid[])"

FOLLOW_SELLER = """
INSERT INTO sellers AS seller (id, name, slug, active, sequence)
VALUES (:seller_id, :name, :slug, :active, :sequence)
ON CONFLICT (id) DO UPDATE
SET name = excluded.name, slug = excluded.slug, active = excluded.active, sequence = excluded.sequence
WHERE seller.sequence < excluded.sequence
"""

NEXT_OF_SHOP = """
SELECT id
FROM products
WHERE archived_at IS NULL AND id > :after_id
ORDER BY id
LIMIT :limit
"""

LIST_PRODUCTS = """
UPDATE products AS product
SET listed = product.published AND seller.active
FROM (SELECT id, active FROM sellers WHERE id = :seller_id FOR SHARE) AS seller
WHERE seller.id = product.seller_id
    AND product.id = ANY (:product_ids::uuid[])
    AND product.archived_at IS NULL
    AND product.listed <> (product.published AND seller.active)
"""

NEXT_OF_CATEGORY = """
SELECT product_id
FROM placements
WHERE category_id IN (SELECT id FROM categories WHERE lineage @> ARRAY[:category_id::uuid])
    AND product_id > :after_id
ORDER BY product_id
LIMIT :limit
"""


def refresh(tx: Transaction, product_ids: list[UUID]) -> None:
    """Bring the listings of these products to what the shelf says."""
    tx.execute(REFRESH, product_ids=product_ids)


def refresh_stock(tx: Transaction, variant_ids: list[UUID]) -> list[UUID]:
    """List whether the products of these variants are in stock; give them."""
    return list(tx.value(REFRESH_STOCK, variant_ids=variant_ids))


def follow_seller(tx: Transaction, seller_id: UUID, name: str, active: bool, sequence: int) -> bool:
    """Keep what a shop is now, and say so, unless something as late of it is known."""
    shop = {"seller_id": seller_id, "name": name, "slug": beside_an_id(name)}
    return bool(tx.execute(FOLLOW_SELLER, **shop, active=active, sequence=sequence))


def next_of_shop(tx: SellerTransaction, after_id: UUID, limit: int) -> list[UUID]:
    """List the shop's next products, or take them off the lists, as the shop is now; give them.

    What the shop becomes later waits for the end of the transaction.
    """
    product_ids = [row["id"] for row in tx.rows(NEXT_OF_SHOP, after_id=after_id, limit=limit)]
    tx.execute(LIST_PRODUCTS, seller_id=tx.seller_id, product_ids=product_ids)
    refresh(tx, product_ids)
    return product_ids


def next_of_category(tx: Transaction, category_id: UUID, after_id: UUID, limit: int) -> list[UUID]:
    """List the category's next products where it stands now; give them."""
    rows = tx.rows(NEXT_OF_CATEGORY, category_id=category_id, after_id=after_id, limit=limit)
    product_ids = [row["product_id"] for row in rows]
    refresh(tx, product_ids)
    return product_ids
