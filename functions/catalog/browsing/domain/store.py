"""SQL of the read model of browsing, and of what other services' news mean for it."""

from uuid import UUID

from souk import Transaction

LOCK_CARDS = """
SELECT product_id
FROM cards
WHERE product_id = ANY (CAST(:product_ids AS uuid[]))
ORDER BY product_id
FOR UPDATE
"""

REFRESH = """
WITH product AS MATERIALIZED (
  SELECT p.id, p.title, p.currency, p.amount, stock.is_there,
    ARRAY['00000000-0000-0000-0000-000000000000', p.seller_id] || c.lineage AS scopes, json_build_object(
      'id', p.id,
      'title', p.title,
      'price', souk.money(p.amount, p.currency),
      'image_url', p.images[1],
      'seller', json_build_object('id', s.id, 'name', s.name),
      'category_id', p.category_id,
      'in_stock', stock.is_there
    )::text AS card
  FROM shelf p
  JOIN sellers s ON s.id = p.seller_id
  JOIN categories c ON c.id = p.category_id
  CROSS JOIN LATERAL (
    SELECT EXISTS (
      SELECT
      FROM shelf_variants v
      JOIN inventory_api.availability a ON a.variant_id = v.id
      WHERE v.product_id = p.id AND a.available > 0
    ) AS is_there
  ) stock
  WHERE p.id = ANY (CAST(:product_ids AS uuid[]))
), wanted AS MATERIALIZED (
  SELECT scope, product.id, product.currency, product.amount, product.is_there
  FROM product
  CROSS JOIN LATERAL unnest(product.scopes) AS scope
), unlisted AS (
  DELETE FROM listings l
  WHERE l.product_id = ANY (CAST(:product_ids AS uuid[]))
    AND NOT EXISTS (SELECT FROM wanted w WHERE w.scope = l.scope AND w.id = l.product_id)
), uncarded AS (
  DELETE FROM cards c
  WHERE c.product_id = ANY (CAST(:product_ids AS uuid[]))
    AND NOT EXISTS (SELECT FROM product WHERE product.id = c.product_id)
), carded AS (
  INSERT INTO cards AS c (product_id, card)
  SELECT id, card
  FROM product
  ORDER BY id
  ON CONFLICT (product_id) DO UPDATE
  SET card = excluded.card
  WHERE c.card <> excluded.card
), worded AS (
  INSERT INTO title_words (word)
  SELECT DISTINCT word
  FROM product
  CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector('simple', unaccent(product.title)))) AS word
  ORDER BY word
  ON CONFLICT DO NOTHING
)
INSERT INTO listings AS l (scope, product_id, currency, amount, in_stock)
SELECT scope, id, currency, amount, is_there
FROM wanted
ORDER BY id, scope
ON CONFLICT (scope, product_id) DO UPDATE
SET currency = excluded.currency, amount = excluded.amount, in_stock = excluded.in_stock
WHERE (l.currency, l.amount, l.in_stock) IS DISTINCT FROM (excluded.currency, excluded.amount, excluded.in_stock)
"""

PRODUCTS_OF_VARIANTS = """
SELECT DISTINCT product_id
FROM variant_products
WHERE variant_id = ANY (CAST(:variant_ids AS uuid[]))
"""

FOLLOW_SELLER = """
INSERT INTO sellers AS s (id, name, active, sequence)
VALUES (:seller_id, :name, :active, :sequence)
ON CONFLICT (id) DO UPDATE
SET name = excluded.name, active = excluded.active, sequence = excluded.sequence
WHERE s.sequence < excluded.sequence
"""

LIST_PRODUCTS = """
UPDATE products p
SET listed = s.active
FROM sellers s
WHERE s.id = p.seller_id
  AND p.seller_id = :seller_id
  AND p.id = ANY (CAST(:product_ids AS uuid[]))
  AND p.archived_at IS NULL
  AND p.listed <> s.active
"""

NEXT_OF_SHOP = """
SELECT product_id
FROM owners
WHERE seller_id = :seller_id AND product_id > :after
ORDER BY product_id
LIMIT :batch
"""

NEXT_OF_CATEGORY = """
SELECT product_id
FROM owners
WHERE category_id IN (SELECT id FROM categories WHERE lineage @> ARRAY[CAST(:category_id AS uuid)])
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
    """Tell to which products these variants belong."""
    return [row["product_id"] for row in tx.rows(PRODUCTS_OF_VARIANTS, variant_ids=variant_ids)]


def note_seller(tx: Transaction, seller_id: UUID, name: str, active: bool, sequence: int) -> None:
    """Note what a shop is now, unless later news of it is known."""
    tx.execute(FOLLOW_SELLER, seller_id=seller_id, name=name, active=active, sequence=sequence)


def next_of_shop(tx: Transaction, seller_id: UUID, after: UUID, batch: int) -> list[UUID]:
    """List the shop's next products, or take them off the lists, as the shop is now; give them."""
    tx.as_seller(seller_id)
    rows = tx.rows(NEXT_OF_SHOP, seller_id=seller_id, after=after, batch=batch)
    product_ids = [row["product_id"] for row in rows]
    tx.execute(LIST_PRODUCTS, seller_id=seller_id, product_ids=product_ids)
    refresh(tx, product_ids)
    return product_ids


def next_of_category(tx: Transaction, category_id: UUID, after: UUID, batch: int) -> list[UUID]:
    """List the category's next products where it stands now; give them."""
    rows = tx.rows(NEXT_OF_CATEGORY, category_id=category_id, after=after, batch=batch)
    product_ids = [row["product_id"] for row in rows]
    refresh(tx, product_ids)
    return product_ids
