"""SQL of what is published of stock."""

from collections.abc import Iterable
from uuid import UUID

from souk import Transaction
from souk.event import correlation

VARIANTS = """
SELECT DISTINCT variant_id
FROM order_lines
WHERE order_id = ANY (:order_ids::uuid[])
"""

PUBLISH = "SELECT publish(:variant_ids::uuid[], :correlation_id, :only_low)"


def variants(tx: Transaction, order_ids: list[UUID]) -> list[UUID]:
    """Name the variants that the orders hold or held."""
    return [row["variant_id"] for row in tx.rows(VARIANTS, order_ids=order_ids)]


def publish(tx: Transaction, variant_ids: Iterable[UUID], *, only_low: bool = False) -> None:
    """Record what is available of variants and which levels became low; each variant stays locked until then."""
    tx.execute(PUBLISH, variant_ids=list(variant_ids), correlation_id=correlation.get(), only_low=only_low)
