"""SQL of reservations and of what is told about stock."""

from dataclasses import dataclass
from uuid import UUID

from souk import Transaction

RELEASE_EXPIRED = "SELECT unnest(release_expired(:batch)) AS order_id"

RESTOCK = "SELECT restock(:order_id)"

HELD_LINES = """
SELECT variant_id, seller_id, sum(quantity)::integer AS quantity
FROM reservation_lines
WHERE order_id = ANY (CAST(:order_ids AS uuid[]))
GROUP BY variant_id, seller_id
ORDER BY variant_id
"""

NUMBER_NEWS = """
WITH items AS MATERIALIZED (
  SELECT variant_id
  FROM stock_items
  WHERE seller_id = :seller_id AND variant_id = ANY (CAST(:variant_ids AS uuid[]))
  ORDER BY variant_id
  FOR NO KEY UPDATE
)
UPDATE stock_items i
SET version = version + 1
FROM items
WHERE i.variant_id = items.variant_id
RETURNING i.variant_id, i.version
"""

READ_FIGURES = """
SELECT i.variant_id, COALESCE(sum(l.on_hand), 0)::integer AS on_hand, COALESCE(sum(l.reserved), 0)::integer AS reserved
FROM stock_items i
LEFT JOIN stock_levels l ON l.variant_id = i.variant_id
WHERE i.seller_id = :seller_id AND i.variant_id = ANY (CAST(:variant_ids AS uuid[]))
GROUP BY i.variant_id
ORDER BY i.variant_id
"""

CROSS_THRESHOLDS = """
WITH crossing AS MATERIALIZED (
  SELECT l.variant_id, l.warehouse_id
  FROM stock_levels l
  JOIN warehouses w ON w.id = l.warehouse_id
  WHERE l.seller_id = :seller_id
    AND l.variant_id = ANY (CAST(:variant_ids AS uuid[]))
    AND l.low <> (l.on_hand - l.reserved <= l.threshold)
  ORDER BY l.variant_id, w.priority, w.id
  FOR NO KEY UPDATE OF l
)
UPDATE stock_levels l
SET low = l.on_hand - l.reserved <= l.threshold
FROM crossing c
WHERE l.variant_id = c.variant_id AND l.warehouse_id = c.warehouse_id
RETURNING l.variant_id, l.warehouse_id, l.on_hand - l.reserved AS available, l.threshold, l.low
"""


@dataclass(frozen=True, slots=True)
class HeldLine:
    """Units of a variant that an order took."""

    variant_id: UUID
    seller_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The stock of a variant over all warehouses."""

    variant_id: UUID
    on_hand: int
    reserved: int


@dataclass(frozen=True, slots=True)
class Crossing:
    """A level that fell to its threshold, or rose above it."""

    variant_id: UUID
    warehouse_id: UUID
    available: int
    threshold: int
    low: bool


def release_expired(tx: Transaction, batch: int) -> list[UUID]:
    """Give back holds that ran out and name their orders."""
    return [row["order_id"] for row in tx.rows(RELEASE_EXPIRED, batch=batch)]


def restock(tx: Transaction, order_id: UUID) -> None:
    """Put what a paid order took back on the shelf."""
    tx.execute(RESTOCK, order_id=order_id)


def held_lines(tx: Transaction, order_ids: list[UUID]) -> list[HeldLine]:
    """Give what the orders hold or held."""
    return tx.fetch(HeldLine, HELD_LINES, order_ids=order_ids)


def number_news(tx: Transaction, seller_id: UUID, variant_ids: list[UUID]) -> list[tuple[UUID, int]]:
    """Give each variant the number of the next thing told of it, and lock it until that is told."""
    rows = tx.rows(NUMBER_NEWS, seller_id=seller_id, variant_ids=variant_ids)
    return [(row["variant_id"], row["version"]) for row in rows]


def figures(tx: Transaction, seller_id: UUID, variant_ids: list[UUID]) -> list[Figures]:
    """Read the variants' stock."""
    return tx.fetch(Figures, READ_FIGURES, seller_id=seller_id, variant_ids=variant_ids)


def cross_thresholds(tx: Transaction, seller_id: UUID, variant_ids: list[UUID]) -> list[Crossing]:
    """Note which levels crossed their threshold since this was last asked."""
    return tx.fetch(Crossing, CROSS_THRESHOLDS, seller_id=seller_id, variant_ids=variant_ids)
