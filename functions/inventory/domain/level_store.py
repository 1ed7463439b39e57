"""SQL of stock levels; row-level security says whose."""

from dataclasses import dataclass
from uuid import UUID

from functions.inventory.domain.model import ListStock
from souk import Json, SellerTransaction
from souk.errors import found
from souk.paging import Page

_LEVEL = """json_build_object(
    'variant_id', level.variant_id,
    'warehouse', json_build_object('id', warehouse.id, 'name', warehouse.name),
    'sku', variant.sku,
    'title', variant.title,
    'on_hand', level.on_hand,
    'reserved', level.reserved,
    'available', level.on_hand - level.reserved,
    'threshold', level.threshold,
    'low', level.low
)"""

LIST_LEVELS = f"""
SELECT level.variant_id, level.warehouse_id, {_LEVEL} AS document
FROM stock_levels AS level
JOIN warehouses AS warehouse ON warehouse.id = level.warehouse_id
LEFT JOIN catalog_api.variants AS variant ON variant.variant_id = level.variant_id
WHERE (NOT :low::boolean OR level.low)
    AND (:sku::text IS NULL OR level.variant_id IN (
        SELECT variant_id FROM catalog_api.variants WHERE seller_id = :seller_id AND sku = :sku AND NOT archived
    ))
    AND (
        :after_variant_id::uuid IS NULL
        OR (level.variant_id, level.warehouse_id) > (:after_variant_id::uuid, :after_warehouse_id::uuid)
    )
ORDER BY level.variant_id, level.warehouse_id
LIMIT :limit
"""

SHOW_LEVEL = f"""
SELECT {_LEVEL}
FROM stock_levels AS level
JOIN warehouses AS warehouse ON warehouse.id = level.warehouse_id
LEFT JOIN catalog_api.variants AS variant ON variant.variant_id = level.variant_id
WHERE level.variant_id = :variant_id AND level.warehouse_id = :warehouse_id
"""

LIST_MOVEMENTS = """
SELECT
    id,
    json_build_object(
        'id', id,
        'kind', kind,
        'on_hand_change', on_hand_change,
        'reserved_change', reserved_change,
        'order_id', order_id,
        'reason', reason,
        'moved_at', moved_at
    ) AS document
FROM stock_movements
WHERE variant_id = :variant_id AND warehouse_id = :warehouse_id AND (:after_id::uuid IS NULL OR id < :after_id::uuid)
ORDER BY id DESC
LIMIT :limit
"""

IS_LEVEL = """
SELECT EXISTS (SELECT FROM stock_levels WHERE variant_id = :variant_id AND warehouse_id = :warehouse_id)
"""

IS_KNOWN = "SELECT EXISTS (SELECT FROM stock_items WHERE id = :variant_id)"

HOLD_DEFAULT_OPEN = "SELECT default_warehouse(:seller_id)"

HOLD_OPEN = """
SELECT id
FROM warehouses
WHERE id = :warehouse_id AND closed_at IS NULL
FOR SHARE
"""

LOCK = """
INSERT INTO stock_levels AS level (variant_id, warehouse_id, seller_id)
VALUES (:variant_id, :warehouse_id, :seller_id)
ON CONFLICT (variant_id, warehouse_id) DO UPDATE SET on_hand = level.on_hand
RETURNING variant_id, warehouse_id, on_hand, reserved
"""

MOVE = """
WITH moved AS (
    UPDATE stock_levels
    SET on_hand = on_hand + :change
    WHERE variant_id = :variant_id AND warehouse_id = :warehouse_id
    RETURNING variant_id, warehouse_id, seller_id
)
INSERT INTO stock_movements (variant_id, warehouse_id, seller_id, kind, on_hand_change, reason)
SELECT variant_id, warehouse_id, seller_id, :kind, :change, :reason
FROM moved
"""

SET_THRESHOLD = """
UPDATE stock_levels
SET threshold = :threshold
WHERE variant_id = :variant_id AND warehouse_id = :warehouse_id
"""


@dataclass(frozen=True, slots=True)
class Level:
    """The units of a variant in a warehouse, locked."""

    variant_id: UUID
    warehouse_id: UUID
    on_hand: int
    reserved: int


def list_levels(tx: SellerTransaction, query: ListStock) -> Json:
    """Give a page of the shop's levels, in the order the variants were made."""
    return tx.page(LIST_LEVELS, query, seller_id=tx.seller_id, sku=query.sku, low=query.low)


def show_level(tx: SellerTransaction, variant_id: UUID, warehouse_id: UUID) -> Json:
    """Give a level that is known to exist as LevelView."""
    shown = tx.json(SHOW_LEVEL, variant_id=variant_id, warehouse_id=warehouse_id)
    assert shown is not None
    return shown


def list_movements(tx: SellerTransaction, query: Page, variant_id: UUID, warehouse_id: UUID) -> Json:
    """Give a page of the movements of a level, the latest first."""
    return tx.page(LIST_MOVEMENTS, query, variant_id=variant_id, warehouse_id=warehouse_id)


def is_level(tx: SellerTransaction, variant_id: UUID, warehouse_id: UUID) -> bool:
    """Say whether the shop keeps such a level."""
    return bool(tx.value(IS_LEVEL, variant_id=variant_id, warehouse_id=warehouse_id))


def is_known(tx: SellerTransaction, variant_id: UUID) -> bool:
    """Say whether the shop has such a variant."""
    return bool(tx.value(IS_KNOWN, variant_id=variant_id))


def hold_open(tx: SellerTransaction, named: UUID | None) -> UUID:
    """Keep an open warehouse, or the shop's default one, open until the transaction ends, and give it.

    Raises NotFound.
    """
    if named is None:
        warehouse_id: UUID = tx.value(HOLD_DEFAULT_OPEN, seller_id=tx.seller_id)
    else:
        warehouse_id = found(tx.value(HOLD_OPEN, warehouse_id=named), "warehouse")
    return warehouse_id


def lock(tx: SellerTransaction, variant_id: UUID, warehouse_id: UUID) -> Level:
    """Lock a level, an empty one where there was none."""
    (level,) = tx.fetch(Level, LOCK, variant_id=variant_id, warehouse_id=warehouse_id, seller_id=tx.seller_id)
    return level


def move(tx: SellerTransaction, level: Level, kind: str, change: int, reason: str | None = None) -> None:
    """Change the units on hand, and write down why."""
    if change:
        tx.execute(
            MOVE,
            variant_id=level.variant_id,
            warehouse_id=level.warehouse_id,
            kind=kind,
            change=change,
            reason=reason,
        )


def set_threshold(tx: SellerTransaction, level: Level, threshold: int) -> None:
    """Set at how many units the level counts as low."""
    tx.execute(SET_THRESHOLD, variant_id=level.variant_id, warehouse_id=level.warehouse_id, threshold=threshold)
