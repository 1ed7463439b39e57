"""Products and their variants; row-level security says whose."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from functions.catalog.products.domain.product import Change, Picture, Product, Variant
from souk import Json, SellerTransaction, Transaction
from souk.errors import NotFound, found
from souk.slug import beside_an_id

SHOW_PRODUCT = "SELECT show_product(:product_id)"

CHECK_SHOP = "SELECT EXISTS (SELECT FROM sellers_api.sellers WHERE seller_id = :seller_id)"

LOCK = """
SELECT id
FROM products
WHERE id = :product_id AND archived_at IS NULL
FOR UPDATE
"""

LOCK_ALL = """
SELECT id
FROM products
WHERE archived_at IS NULL AND id = ANY (ARRAY(
    SELECT id
    FROM products
    WHERE reference = ANY (:references::text[]) AND archived_at IS NULL
    UNION
    SELECT product_id
    FROM product_variants
    WHERE sku = ANY (:skus::text[]) AND archived_at IS NULL
))
ORDER BY id
FOR UPDATE
"""

READ_PRODUCTS = """
SELECT
    product.id, product.reference, product.category_id, product.title, product.description, product.images,
    product.attributes, product.currency, product.published, product.tax_class, product.version,
    (
        SELECT json_agg(json_build_object(
            'id', variant.id, 'sku', variant.sku, 'options', variant.options, 'amount', variant.amount,
            'weight', variant.weight
        ) ORDER BY variant.position, variant.id)
        FROM product_variants AS variant
        WHERE variant.product_id = product.id AND variant.archived_at IS NULL
    ) AS variants
FROM products AS product
WHERE product.id = ANY (:product_ids::uuid[])
ORDER BY product.id
"""

INSERT_PRODUCTS = """
INSERT INTO products (
    id, seller_id, reference, category_id, title, slug, description, images, attributes, options, amount,
    highest_amount, currency, published, listed, tax_class
)
SELECT
    given.id, :seller_id, given.reference, given.category_id, given.title, given.slug, given.description, given.images,
    given.attributes, given.options, given.amount, given.highest_amount, given.currency, given.published,
    given.published AND coalesce(shop.active, false), given.tax_class
FROM jsonb_populate_recordset(NULL::products, :products::jsonb) AS given
LEFT JOIN (SELECT active FROM sellers WHERE id = :seller_id FOR SHARE) AS shop ON true
"""

UPDATE_PRODUCTS = """
UPDATE products AS product
SET reference = given.reference,
    category_id = given.category_id,
    title = given.title,
    slug = given.slug,
    description = given.description,
    images = given.images,
    attributes = given.attributes,
    options = given.options,
    amount = given.amount,
    highest_amount = given.highest_amount,
    currency = given.currency,
    published = given.published,
    listed = given.published AND coalesce(shop.active, false),
    tax_class = given.tax_class,
    version = product.version + 1,
    updated_at = now()
FROM jsonb_populate_recordset(NULL::products, :products::jsonb) AS given
LEFT JOIN (SELECT active FROM sellers WHERE id = :seller_id FOR SHARE) AS shop ON true
WHERE product.id = given.id
"""

ARCHIVE_VARIANTS = """
UPDATE product_variants
SET archived_at = now()
WHERE id = ANY (:variant_ids::uuid[])
"""

UPDATE_VARIANTS = """
UPDATE product_variants AS variant
SET options = given.options, amount = given.amount, position = given.position, weight = given.weight
FROM jsonb_populate_recordset(NULL::product_variants, :variants::jsonb) AS given
WHERE variant.id = given.id
"""

INSERT_VARIANTS = """
INSERT INTO product_variants (id, product_id, seller_id, sku, options, amount, position, weight)
SELECT given.id, given.product_id, :seller_id, given.sku, given.options, given.amount, given.position, given.weight
FROM jsonb_populate_recordset(NULL::product_variants, :variants::jsonb) AS given
"""

RECEIVE = """
SELECT variant_id, held
FROM inventory_api.receive(:variant_ids::uuid[], :seller_id, :quantities::integer[])
"""

ARCHIVE = """
WITH archived AS (
    UPDATE products
    SET archived_at = now(), listed = false, version = version + 1, updated_at = now()
    WHERE id = :product_id AND archived_at IS NULL
    RETURNING id, version
),
variants AS (
    UPDATE product_variants AS variant
    SET archived_at = now()
    FROM archived
    WHERE variant.product_id = archived.id AND variant.archived_at IS NULL
)
SELECT version
FROM archived
"""


def show_product(tx: Transaction, product_id: UUID) -> Json:
    """Give a listed product as ProductView, to its shop also one that is not listed, or raise NotFound."""
    return found(tx.json(SHOW_PRODUCT, product_id=product_id), "product")


def check_shop(tx: SellerTransaction) -> None:
    """Raise NotFound when there is no such shop."""
    if not tx.value(CHECK_SHOP, seller_id=tx.seller_id):
        raise NotFound.of("seller")


def lock(tx: SellerTransaction, product_id: UUID) -> Product:
    """Lock a product and give it as it is then, or raise NotFound."""
    locked = found(tx.row(LOCK, product_id=product_id), "product")
    return _locked(tx, [locked])[0]


def lock_all(tx: SellerTransaction, references: list[str], skus: list[str]) -> list[Product]:
    """Lock the products that have one of these references or SKUs now, in a fixed order."""
    return _locked(tx, tx.rows(LOCK_ALL, references=references, skus=skus))


def save(tx: SellerTransaction, changes: list[Change]) -> None:
    """Store what products shall be, each table in one statement.

    Raises UniqueViolation when a SKU or reference is taken, ForeignKeyViolation when there is no such category.
    """
    new = [_columns(change.after) for change in changes if change.before is None]
    old = [_columns(change.after) for change in changes if change.before is not None]
    archived = [
        variant_id
        for change in changes
        for variant_id in change.known().keys() - {variant.id for variant in change.after.variants}
    ]
    if new:
        tx.execute(INSERT_PRODUCTS, seller_id=tx.seller_id, products=json.dumps(new))
    if old:
        tx.execute(UPDATE_PRODUCTS, seller_id=tx.seller_id, products=json.dumps(old))
    if archived:
        tx.execute(ARCHIVE_VARIANTS, variant_ids=archived)
    changed, added = _variants(changes)
    if changed:
        tx.execute(UPDATE_VARIANTS, variants=json.dumps(changed))
    if added:
        tx.execute(INSERT_VARIANTS, seller_id=tx.seller_id, variants=json.dumps(added))


def receive(tx: SellerTransaction, quantities: dict[UUID, int]) -> dict[UUID, int | None]:
    """Set what is on hand in the shop's default warehouse; give the variants whose stock moved.

    With them come those whose stock stayed because orders hold more than that, and how much they hold.
    """
    if not quantities:
        return {}
    rows = tx.rows(RECEIVE, seller_id=tx.seller_id, variant_ids=list(quantities), quantities=list(quantities.values()))
    return {row["variant_id"]: row["held"] for row in rows}


def archive(tx: SellerTransaction, product_id: UUID) -> int:
    """Take a product and its variants off the shelf for good; give its last version, or raise NotFound."""
    version: int = found(tx.value(ARCHIVE, product_id=product_id), "product")
    return version


def _columns(product: Product) -> dict[str, Any]:
    return {
        "id": str(product.id),
        "reference": product.reference,
        "category_id": str(product.category_id),
        "title": product.title,
        "slug": beside_an_id(product.title),
        "description": product.description,
        "images": [asdict(picture) for picture in product.images],
        "attributes": product.attributes,
        "options": [{"name": name, "values": values} for name, values in product.options.items()],
        "amount": product.amount,
        "highest_amount": product.highest_amount,
        "currency": product.currency,
        "published": product.published,
        "tax_class": product.tax_class,
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
                "weight": variant.weight,
            }
            if variant.id not in known:
                added.append(columns)
            elif known[variant.id] != (position, variant):
                changed.append(columns)
    return changed, added


def _locked(tx: SellerTransaction, locked: list[dict[str, Any]]) -> list[Product]:
    """Read products after their lock: what waited for it sees the variants that the one before left."""
    if not locked:
        return []
    rows = tx.rows(READ_PRODUCTS, product_ids=[row["id"] for row in locked])
    return [_product(row) for row in rows]


def _product(row: dict[str, Any]) -> Product:
    variants = [Variant(**{**one, "id": UUID(one["id"])}) for one in json.loads(row["variants"] or "[]")]
    images = [Picture(**one) for one in json.loads(row["images"])]
    return Product(**{**row, "images": images, "attributes": json.loads(row["attributes"]), "variants": variants})
