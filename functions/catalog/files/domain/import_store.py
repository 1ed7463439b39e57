"""Imports, the rows that were read of their files, and what became of them."""

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from functions.catalog.files.domain.catalogue_file import MOST_ROWS_OF_A_PRODUCT, FileRow, Rejection
from souk import Json, SellerTransaction
from souk.errors import found

MOST_SHOWN = 1_000
"""Rejections that are kept one by one."""

START = """
INSERT INTO product_imports (id, seller_id)
VALUES (:id, :seller_id)
"""

SHOW = """
SELECT json_build_object(
    'id', import.id,
    'status', CASE WHEN import.reason IS NULL THEN job.state ELSE 'failed' END,
    'reason', CASE
        WHEN job.state <> 'failed' THEN import.reason
        WHEN job.part = 1 AND job.attempts = 0 THEN 'No file came in time.'
        ELSE 'The import could not be carried out.'
    END,
    'rows', import.rows,
    'imported', import.imported,
    'rejected', import.rejected,
    'rejections', coalesce((
        SELECT json_agg(
            json_build_object('line', line, 'sku', sku, 'field', field, 'reason', error.reason) ORDER BY line
        )
        FROM product_import_errors AS error
        WHERE error.import_id = :id
    ), '[]'),
    'created_at', uuid_extract_timestamp(import.id),
    'finished_at', job.ended_at
)
FROM product_imports AS import
JOIN souk.jobs AS job ON job.id = :id
WHERE import.id = :id
"""

KEEP_ROWS = """
WITH read AS (
    SELECT line, cells, reason, left(cells ->> 'product', 65) AS reference, left(cells ->> 'sku', 65) AS sku
    FROM jsonb_populate_recordset(NULL::product_import_rows, :rows::jsonb)
),
placed AS (
    SELECT
        line, cells, reason, reference, sku,
        row_number() OVER of_product AS number,
        first_value(line) OVER of_product AS first_line,
        first_value(line) OVER (PARTITION BY sku ORDER BY line) AS first_of_sku
    FROM read
    WINDOW of_product AS (PARTITION BY reference ORDER BY line)
)
INSERT INTO product_import_rows (import_id, seller_id, line, first_line, number, twin, reference, sku, cells, reason)
SELECT
    :import_id, :seller_id, placed.line,
    CASE
        WHEN placed.reference IS NULL OR coalesce(before.number, 0) + placed.number > :most_of_a_product
        THEN placed.line
        ELSE coalesce(before.first_line, placed.first_line)
    END,
    CASE WHEN placed.reference IS NULL THEN 1 ELSE coalesce(before.number, 0) + placed.number END,
    CASE WHEN placed.sku IS NOT NULL THEN coalesce(twin.line, nullif(placed.first_of_sku, placed.line)) END,
    placed.reference, placed.sku, placed.cells, placed.reason
FROM placed
LEFT JOIN LATERAL (
    SELECT number, first_line
    FROM product_import_rows
    WHERE import_id = :import_id AND reference = placed.reference
    ORDER BY number DESC
    LIMIT 1
) AS before ON true
LEFT JOIN LATERAL (
    SELECT line
    FROM product_import_rows
    WHERE import_id = :import_id AND sku = placed.sku
    ORDER BY line
    LIMIT 1
) AS twin ON true
"""

TAKE_ROWS = """
WITH next AS MATERIALIZED (
    SELECT first_line
    FROM product_import_rows
    WHERE import_id = :import_id AND first_line > :after_line
    ORDER BY first_line
    LIMIT :limit
)
DELETE FROM product_import_rows AS taken
USING (SELECT DISTINCT first_line FROM next) AS product
WHERE taken.import_id = :import_id AND taken.first_line = product.first_line
RETURNING taken.first_line, taken.line, taken.number, taken.twin, taken.cells, taken.reason
"""

REJECT_ROWS = """
INSERT INTO product_import_errors (import_id, seller_id, line, sku, field, reason)
SELECT :import_id, :seller_id, line, sku, field, reason
FROM jsonb_populate_recordset(NULL::product_import_errors, :rejections::jsonb)
"""

COUNT_ROWS = """
UPDATE product_imports
SET rows = rows + :rows, imported = imported + :imported, rejected = rejected + :rejected
WHERE id = :id
RETURNING rows, rejected
"""

REFUSE = """
UPDATE product_imports
SET reason = :reason
WHERE id = :id
"""


def start(tx: SellerTransaction, import_id: UUID) -> None:
    """Make an import."""
    tx.execute(START, id=import_id, seller_id=tx.seller_id)


def show(tx: SellerTransaction, import_id: UUID) -> Json:
    """Give how far an import is, as ImportView, or raise NotFound."""
    return found(tx.json(SHOW, id=import_id), "import")


def refuse(tx: SellerTransaction, import_id: UUID, reason: str) -> None:
    """Keep why a file is not imported."""
    tx.execute(REFUSE, id=import_id, reason=reason)


def keep_rows(tx: SellerTransaction, import_id: UUID, rows: Sequence[FileRow]) -> int:
    """Keep rows that were read; give how many the file has so far."""
    kept = [{"line": one.line, "cells": one.cells, "reason": one.reason} for one in rows]
    tx.execute(
        KEEP_ROWS,
        import_id=import_id,
        seller_id=tx.seller_id,
        rows=json.dumps(kept),
        most_of_a_product=MOST_ROWS_OF_A_PRODUCT,
    )
    return int(_count_rows(tx, import_id, rows=len(kept))["rows"])


def take_rows(tx: SellerTransaction, import_id: UUID, after_line: int, limit: int) -> list[list[FileRow]]:
    """Take the rows of the next products, at least so many when there are, in the order of their first lines."""
    taken = tx.rows(TAKE_ROWS, import_id=import_id, after_line=after_line, limit=limit)
    taken.sort(key=lambda row: (row["first_line"], row["line"]))
    return [
        [
            FileRow(row["line"], json.loads(row["cells"]), row["reason"], row["number"], row["twin"])
            for row in of_product
        ]
        for _, of_product in groupby(taken, key=lambda row: row["first_line"])
    ]


def settle(tx: SellerTransaction, import_id: UUID, imported: int, rejections: Sequence[Rejection]) -> None:
    """Keep what became of rows; of the rejections no more than can be shown."""
    counted = _count_rows(tx, import_id, imported=imported, rejected=len(rejections))
    shown = rejections[: max(0, MOST_SHOWN - (counted["rejected"] - len(rejections)))]
    if shown:
        rows = [{"line": one.line, "sku": one.sku, "field": one.field, "reason": one.reason} for one in shown]
        tx.execute(REJECT_ROWS, import_id=import_id, seller_id=tx.seller_id, rejections=json.dumps(rows))


def _count_rows(tx: SellerTransaction, import_id: UUID, **counts: int) -> dict[str, Any]:
    (counted,) = tx.rows(COUNT_ROWS, id=import_id, **{"rows": 0, "imported": 0, "rejected": 0} | counts)
    return counted
