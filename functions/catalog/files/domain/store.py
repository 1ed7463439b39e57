"""SQL of imports and of the export."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from functions.catalog.files.domain.catalogue_file import Rejection
from souk import Json, SellerTransaction, Transaction

START_IMPORT = """
INSERT INTO product_imports (seller_id, file, rows)
VALUES (:seller_id, :file, :rows)
RETURNING id
"""

SHOW_IMPORT = """
SELECT json_build_object(
    'id', import.id,
    'status', import.status,
    'rows', import.rows,
    'imported', import.imported,
    'rejected', import.rejected,
    'rejections', coalesce((
        SELECT json_agg(
            json_build_object('line', error.line, 'sku', error.sku, 'field', error.field, 'reason', error.reason)
            ORDER BY error.line
        )
        FROM product_import_errors AS error
        WHERE error.import_id = import.id
    ), '[]'::json),
    'created_at', import.created_at,
    'finished_at', import.finished_at
)
FROM product_imports AS import
WHERE import.id = :import_id
"""

LOCK_IMPORT = """
SELECT file
FROM product_imports
WHERE id = :import_id AND finished_at IS NULL
FOR UPDATE
"""

FIND_STUCK = """
SELECT id, seller_id
FROM unfinished_imports
WHERE created_at < now() - interval '1 hour'
"""

FAIL_IMPORT = """
UPDATE product_imports
SET status = 'failed', finished_at = now(), file = NULL
WHERE id = :import_id AND finished_at IS NULL
"""

REJECT_ROWS = """
INSERT INTO product_import_errors (import_id, seller_id, line, sku, field, reason)
SELECT :import_id, :seller_id, given.line, given.sku, given.field, given.reason
FROM jsonb_to_recordset(:rejections::jsonb) AS given (line integer, sku text, field text, reason text)
"""

COUNT_ROWS = """
UPDATE product_imports
SET imported = imported + :imported,
    rejected = rejected + :rejected,
    status = CASE WHEN :is_last::boolean THEN 'done' ELSE 'running' END,
    finished_at = CASE WHEN :is_last::boolean THEN now() END,
    file = CASE WHEN :is_last::boolean THEN NULL ELSE file END
WHERE id = :import_id
"""

EXPORT_PRODUCTS = """
WITH page AS MATERIALIZED (
    SELECT id, reference, title, description, images, attributes, currency, category_id
    FROM products
    WHERE archived_at IS NULL AND id > :after::uuid
    ORDER BY id
    LIMIT :limit
)
SELECT
    page.id, page.reference, page.title, page.description, page.images, page.attributes, page.currency,
    variant.sku, variant.options, variant.amount, stock.on_hand,
    (
        SELECT string_agg(step.name, ' > ' ORDER BY cardinality(step.lineage))
        FROM categories AS own
        JOIN categories AS step ON step.id = ANY (own.lineage)
        WHERE own.id = page.category_id
    ) AS category
FROM page
JOIN product_variants AS variant ON variant.product_id = page.id AND variant.archived_at IS NULL
LEFT JOIN inventory_api.default_stock AS stock ON stock.variant_id = variant.id
ORDER BY page.id, variant.position, variant.id
"""


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
    on_hand: int | None
    category: str


def start(tx: SellerTransaction, file: str, rows: int) -> UUID:
    """Keep a file that is to be imported."""
    return tx.value(START_IMPORT, seller_id=tx.seller_id, file=file, rows=rows)  # type: ignore[no-any-return]


def show(tx: SellerTransaction, import_id: UUID) -> Json | None:
    """Give how far an import is."""
    return tx.json(SHOW_IMPORT, import_id=import_id)


def lock(tx: SellerTransaction, import_id: UUID) -> str | None:
    """Lock an import that is not finished and give its file."""
    return tx.value(LOCK_IMPORT, import_id=import_id)  # type: ignore[no-any-return]


def progress(
    tx: SellerTransaction, import_id: UUID, imported: int, rejections: Sequence[Rejection], is_last: bool
) -> None:
    """Keep what became of a part of the rows; the last part ends the import and drops its file."""
    rows: list[dict[str, Any]] = [
        {"line": one.line, "sku": one.sku, "field": one.field, "reason": one.reason} for one in rejections
    ]
    if rows:
        tx.execute(REJECT_ROWS, seller_id=tx.seller_id, import_id=import_id, rejections=json.dumps(rows))
    tx.execute(COUNT_ROWS, import_id=import_id, imported=imported, rejected=len(rows), is_last=is_last)


def stuck(tx: Transaction) -> list[tuple[UUID, UUID]]:
    """Give the imports whose work was given up, each with its shop."""
    return [(row["id"], row["seller_id"]) for row in tx.rows(FIND_STUCK)]


def fail(tx: SellerTransaction, import_id: UUID) -> None:
    """Give up an import that is not finished."""
    tx.execute(FAIL_IMPORT, import_id=import_id)


def export(tx: SellerTransaction, after: UUID, limit: int) -> list[ExportedVariant]:
    """Give the variants of the next products of a shop."""
    return tx.fetch(ExportedVariant, EXPORT_PRODUCTS, after=after, limit=limit)
