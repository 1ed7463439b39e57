"""SQL of products and variants; what a seller changes takes the shop as an argument, beside row-level security."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from functions.catalog.products.domain.product import Change, Product, Variant
from souk import Json, Transaction

SHOW_PRODUCT = "SELECT show_product(:product_id, :seller_id)"

OWNER = "SELECT seller_id FROM owners WHERE product_id = :product_id"

LOCK_PRODUCT = """
SELECT id
FROM products
WHERE id = :product_id AND seller_id = :seller_id AND archived_at IS NULL
FOR UPDATE
"""

LOCK_PRODUCTS = """
SELECT id
FROM products
WHERE seller_id = :seller_id AND archived_at IS NULL AND id = ANY (ARRAY(
  SELECT id
  FROM products
  WHERE seller_id = :seller_id AND reference = ANY (CAST(:references AS text[])) AND archived_at IS NULL
  UNION
  SELECT product_id
  FROM product_variants
  WHERE seller_id = :seller_id AND sku = ANY (CAST(:skus AS text[])) AND archived_at IS NULL
))
ORDER BY id
FOR UPDATE
"""

READ_PRODUCTS = """
SELECT p.id, p.reference, p.category_id, p.title, p.description, p.images, p.attributes, p.currency, p.version, (
    SELECT json_agg(json_build_object('id', v.id, 'sku', v.sku, 'options', v.options, 'amount', v.amount)
      ORDER BY v.position, v.id)
    FROM product_variants v
    WHERE v.product_id = p.id AND v.archived_at IS NULL
  ) AS variants
FROM products p
WHERE p.id = ANY (CAST(:product_ids AS uuid[])) AND p.seller_id = :seller_id
ORDER BY p.id
"""

INSERT_PRODUCTS = """
INSERT INTO products (
  id, seller_id, reference, category_id, title, description, images, attributes, options, amount, currency, listed
)
SELECT n.id, :seller_id, n.reference, n.category_id, n.title, n.description, n.images, n.attributes, n.options,
  n.amount, n.currency, COALESCE(shop.active, false)
FROM jsonb_to_recordset(CAST(:products AS jsonb)) AS n (
  id uuid, reference text, category_id uuid, title text, description text, images text[], attributes jsonb,
  options json, amount bigint, currency text
)
LEFT JOIN (SELECT active FROM sellers WHERE id = :seller_id FOR SHARE) shop ON true
"""

UPDATE_PRODUCTS = """
UPDATE products p
SET reference = n.reference,
  category_id = n.category_id,
  title = n.title,
  description = n.description,
  images = n.images,
  attributes = n.attributes,
  options = n.options,
  amount = n.amount,
  currency = n.currency,
  version = p.version + 1,
  updated_at = now()
FROM jsonb_to_recordset(CAST(:products AS jsonb)) AS n (
  id uuid, reference text, category_id uuid, title text, description text, images text[], attributes jsonb,
  options json, amount bigint, currency text
)
WHERE p.id = n.id AND p.seller_id = :seller_id
"""

ARCHIVE_VARIANTS = """
UPDATE product_variants
SET archived_at = now()
WHERE id = ANY (CAST(:ids AS uuid[])) AND seller_id = :seller_id
"""

UPDATE_VARIANTS = """
UPDATE product_variants v
SET options = n.options, amount = n.amount, position = n.position
FROM jsonb_to_recordset(CAST(:variants AS jsonb)) AS n (id uuid, options jsonb, amount bigint, position integer)
WHERE v.id = n.id AND v.seller_id = :seller_id
"""

INSERT_VARIANTS = """
INSERT INTO product_variants (id, product_id, seller_id, sku, options, amount, position)
SELECT n.id, n.product_id, :seller_id, n.sku, n.options, n.amount, n.position
FROM jsonb_to_recordset(CAST(:variants AS jsonb)) AS n (
  id uuid, product_id uuid, sku text, options jsonb, amount bigint, position integer
)
"""

RECEIVE = """
SELECT variant_id, held
FROM inventory_api.receive(CAST(:variant_ids AS uuid[]), :seller_id, CAST(:quantities AS integer[]))
"""

ARCHIVE_PRODUCT = """
WITH archived AS (
  UPDATE products
  SET archived_at = now(), listed = false, version = version + 1, updated_at = now()
  WHERE id = :product_id AND seller_id = :seller_id AND archived_at IS NULL
  RETURNING id, version
), variants AS (
  UPDATE product_variants v
  SET archived_at = now()
  FROM archived
  WHERE v.product_id = archived.id AND v.seller_id = :seller_id AND v.archived_at IS NULL
)
SELECT version
FROM archived
"""


def show(tx: Transaction, product_id: UUID) -> Json | None:
    """Give what shoppers see of a product, None when it is not on the shelf."""
    return tx.json(SHOW_PRODUCT, product_id=product_id, seller_id=None)


def show_own(tx: Transaction, seller_id: UUID, product_id: UUID) -> Json | None:
    """Give a shop's product, listed or not."""
    return tx.json(SHOW_PRODUCT, product_id=product_id, seller_id=seller_id)


def owner(tx: Transaction, product_id: UUID) -> UUID | None:
    """Tell whose product it is."""
    return tx.value(OWNER, product_id=product_id)  # type: ignore[no-any-return]


def lock(tx: Transaction, seller_id: UUID, product_id: UUID) -> Product | None:
    """Lock a shop's product and give it as it is then."""
    found = _locked(tx, seller_id, tx.rows(LOCK_PRODUCT, seller_id=seller_id, product_id=product_id))
    return found[0] if found else None


def lock_all(tx: Transaction, seller_id: UUID, references: list[str], skus: list[str]) -> list[Product]:
    """Lock those of a shop's products that have one of these references or SKUs now, in a fixed order."""
    return _locked(tx, seller_id, tx.rows(LOCK_PRODUCTS, seller_id=seller_id, references=references, skus=skus))


def save(tx: Transaction, seller_id: UUID, changes: list[Change]) -> None:
    """Store what products shall be, each table in one statement.

    Raises UniqueViolation when a SKU or reference is taken, ForeignKeyViolation when there is no such category.
    """
    new = [_columns(change.after) for change in changes if change.before is None]
    old = [_columns(change.after) for change in changes if change.before is not None]
    archived = [vid for change in changes for vid in change.known() if vid not in {v.id for v in change.after.variants}]
    if new:
        tx.execute(INSERT_PRODUCTS, seller_id=seller_id, products=json.dumps(new))
    if old:
        tx.execute(UPDATE_PRODUCTS, seller_id=seller_id, products=json.dumps(old))
    if archived:
        tx.execute(ARCHIVE_VARIANTS, seller_id=seller_id, ids=archived)
    changed, added = _variants(changes)
    if changed:
        tx.execute(UPDATE_VARIANTS, seller_id=seller_id, variants=json.dumps(changed))
    if added:
        tx.execute(INSERT_VARIANTS, seller_id=seller_id, variants=json.dumps(added))


def receive(tx: Transaction, seller_id: UUID, quantities: dict[UUID, int]) -> dict[UUID, int | None]:
    """Set what is on hand in the shop's default warehouse; give the variants whose stock moved.

    With them come those whose stock stayed because orders hold more than that, and how much they hold.
    """
    if not quantities:
        return {}
    rows = tx.rows(RECEIVE, seller_id=seller_id, variant_ids=list(quantities), quantities=list(quantities.values()))
    return {row["variant_id"]: row["held"] for row in rows}


def archive(tx: Transaction, seller_id: UUID, product_id: UUID) -> int | None:
    """Take a product and its variants off the shelf for good; give its last version, None when there is none."""
    return tx.value(ARCHIVE_PRODUCT, seller_id=seller_id, product_id=product_id)  # type: ignore[no-any-return]


def _columns(product: Product) -> dict[str, Any]:
    return {
        "id": str(product.id),
        "reference": product.reference,
        "category_id": str(product.category_id),
        "title": product.title,
        "description": product.description,
        "images": product.images,
        "attributes": product.attributes,
        "options": [{"name": name, "values": values} for name, values in product.options.items()],
        "amount": product.amount,
        "currency": product.currency,
    }


def _variants(changes: Iterable[Change]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Sort variants into those that changed and those that are new; the others are left alone."""
    changed: list[dict[str, Any]] = []
    added: list[dict[str, Any]] = []
    for change in changes:
        known = change.known()
        for position, variant in enumerate(change.after.variants):
            columns = {
                "id": str(variant.id),
                "product_id": str(change.after.id),
                "sku": variant.sku,
                "options": variant.options,
                "amount": variant.amount,
                "position": position,
            }
            if variant.id not in known:
                added.append(columns)
            elif known[variant.id] != (position, variant):
                changed.append(columns)
    return changed, added


def _locked(tx: Transaction, seller_id: UUID, locked: list[dict[str, Any]]) -> list[Product]:
    """Read products after their lock: what waited for it sees the variants that the one before left."""
    if not locked:
        return []
    rows = tx.rows(READ_PRODUCTS, seller_id=seller_id, product_ids=[row["id"] for row in locked])
    return [_product(row) for row in rows]


def _product(row: dict[str, Any]) -> Product:
    variants = [Variant(**{**one, "id": UUID(one["id"])}) for one in json.loads(row["variants"] or "[]")]
    return Product(**{**row, "attributes": json.loads(row["attributes"]), "variants": variants})
