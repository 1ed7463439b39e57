"""How far exports are, and what is written of products."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from functions.catalog.files.domain.model import ExportProducts
from souk import SellerTransaction
from souk.errors import found
from souk.files import KEPT_DAYS

FIND = """
SELECT
    CASE
        WHEN state = 'done' AND ended_at < now() - make_interval(days => :days) THEN 'expired'
        ELSE state
    END AS status,
    uuid_extract_timestamp(id) AS created_at,
    ended_at AS finished_at
FROM souk.jobs
WHERE id = :id AND job = :job AND souk.is_own((work ->> 'seller_id')::uuid)
"""

NAMES = """
SELECT
    id,
    ARRAY(SELECT option ->> 'name' FROM json_array_elements(options) AS option) AS options,
    ARRAY(SELECT jsonb_object_keys(attributes)) AS attributes
FROM products
WHERE archived_at IS NULL AND id > :after_id::uuid
ORDER BY id
LIMIT :limit
"""

VARIANTS = """
WITH page AS MATERIALIZED (
    SELECT id, reference, title, description, images, attributes, currency, category_id
    FROM products
    WHERE archived_at IS NULL AND id > :after_id::uuid
    ORDER BY id
    LIMIT :limit
)
SELECT
    page.id, page.reference, page.title, page.description,
    ARRAY(SELECT image ->> 'url' FROM jsonb_array_elements(page.images) AS image) AS images,
    page.attributes, page.currency, variant.sku, variant.options, variant.amount, variant.weight,
    stock.on_hand,
    (
        SELECT string_agg(category.name, ' > ' ORDER BY cardinality(category.lineage))
        FROM categories AS own
        JOIN categories AS category ON category.id = ANY(own.lineage)
        WHERE own.id = page.category_id
    ) AS category
FROM page
JOIN product_variants AS variant ON variant.product_id = page.id AND variant.archived_at IS NULL
LEFT JOIN inventory_api.default_stock AS stock ON stock.variant_id = variant.id
ORDER BY page.id, variant.position, variant.id
"""


@dataclass(frozen=True, slots=True)
class Export:
    """How far an export is."""

    status: Literal["running", "done", "failed", "expired"]
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Named:
    """A product with the names of its options and attributes."""

    id: UUID
    options: list[str]
    attributes: list[str]

    @property
    def columns(self) -> set[str]:
        """What its columns are called in a file."""
        return {f"option.{name}" for name in self.options} | {f"attr.{name}" for name in self.attributes}


@dataclass(frozen=True, slots=True)
class ExportedVariant:
    """A variant with what is to be written of its product."""

    id: UUID
    reference: str
    title: str
    description: str
    images: list[str]
    attributes: str
    currency: str
    sku: str
    options: str
    amount: int
    weight: int
    on_hand: int | None
    category: str


def find(tx: SellerTransaction, export_id: UUID) -> Export:
    """Give how far a shop's export is, or raise NotFound."""
    return found(tx.fetch_one(Export, FIND, id=export_id, job=ExportProducts.job, days=KEPT_DAYS), "export")


def names(tx: SellerTransaction, after_id: UUID, limit: int) -> list[Named]:
    """Give the next products of a shop with the names of their options and attributes."""
    return tx.fetch(Named, NAMES, after_id=after_id, limit=limit)


def variants(tx: SellerTransaction, after_id: UUID, limit: int) -> list[ExportedVariant]:
    """Give the variants of the next products of a shop."""
    return tx.fetch(ExportedVariant, VARIANTS, after_id=after_id, limit=limit)
