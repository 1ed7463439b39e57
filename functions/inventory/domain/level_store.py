"""SQL of stock levels: what a seller reads and counts."""

from uuid import UUID

from souk import Json, Transaction

_LEVEL = """json_build_object(
    'variant_id', l.variant_id,
    'warehouse', json_build_object('id', w.id, 'name', w.name),
    'sku', v.sku,
    'title', v.title,
    'on_hand', l.on_hand,
    'reserved', l.reserved,
    'available', l.on_hand - l.reserved,
    'threshold', l.threshold,
    'low', l.low
  )"""

LIST_LEVELS = """
WITH page AS MATERIALIZED (
  SELECT l.*, row_number() OVER (ORDER BY l.variant_id, l.warehouse_id) AS n
  FROM stock_levels l
  WHERE l.seller_id = :seller_id
    AND (CAST(:low AS boolean) IS FALSE OR l.low)
    AND (CAST(:sku AS text) IS NULL OR l.variant_id IN (
      SELECT variant_id FROM catalog_api.variants WHERE seller_id = :seller_id AND sku = :sku AND NOT archived
    ))
    AND (l.variant_id, l.warehouse_id) > (CAST(:variant_id AS uuid), CAST(:warehouse_id AS uuid))
  ORDER BY l.variant_id, l.warehouse_id
  LIMIT CAST(:limit AS integer) + 1
)
SELECT json_build_object(
  'items', COALESCE(json_agg({level} ORDER BY l.n) FILTER (WHERE l.n <= :limit), '[]'::json),
  'next_cursor', CASE WHEN count(*) > :limit THEN
    rtrim(translate(encode(convert_to(
      (json_agg(json_build_array(l.variant_id, l.warehouse_id)) FILTER (WHERE l.n = :limit) -> 0)::text,
    'UTF8'), 'base64'), E'+/\\n', '-_'), '=')
  END
)
FROM page l
JOIN warehouses w ON w.id = l.warehouse_id
LEFT JOIN catalog_api.variants v ON v.variant_id = l.variant_id
""".replace("{level}", _LEVEL)

GET_LEVEL = """
SELECT {level}
FROM stock_levels l
JOIN warehouses w ON w.id = l.warehouse_id
LEFT JOIN catalog_api.variants v ON v.variant_id = l.variant_id
WHERE l.seller_id = :seller_id AND l.variant_id = :variant_id AND l.warehouse_id = :warehouse_id
""".replace("{level}", _LEVEL)

OWNER = "SELECT seller_id FROM owners WHERE variant_id = :variant_id"

FIND_PLACE = """
SELECT w.id
FROM stock_items i
JOIN warehouses w ON w.seller_id = i.seller_id
WHERE i.seller_id = :seller_id
  AND i.variant_id = :variant_id
  AND w.closed_at IS NULL
  AND (CAST(:warehouse_id AS uuid) IS NULL OR w.id = :warehouse_id)
ORDER BY w.priority, w.id
LIMIT 1
FOR SHARE OF w
"""

COUNT_STOCK = """
WITH counted AS (
  INSERT INTO stock_levels AS l (variant_id, warehouse_id, seller_id, on_hand, threshold)
  VALUES (:variant_id, :warehouse_id, :seller_id, :on_hand, COALESCE(CAST(:threshold AS integer), 0))
  ON CONFLICT (variant_id, warehouse_id) DO UPDATE
  SET on_hand = excluded.on_hand, threshold = COALESCE(CAST(:threshold AS integer), l.threshold)
  WHERE l.reserved <= excluded.on_hand
  RETURNING new.on_hand - COALESCE(old.on_hand, 0) AS change
), moved AS (
  INSERT INTO stock_movements (variant_id, warehouse_id, seller_id, kind, on_hand_change)
  SELECT :variant_id, :warehouse_id, :seller_id, 'counted', change
  FROM counted
  WHERE change <> 0
)
SELECT change
FROM counted
"""

ADJUST_STOCK = """
WITH adjusted AS (
  UPDATE stock_levels
  SET on_hand = on_hand + :delta
  WHERE variant_id = :variant_id
    AND warehouse_id = :warehouse_id
    AND seller_id = :seller_id
    AND on_hand + :delta BETWEEN reserved AND 1000000
  RETURNING variant_id
), moved AS (
  INSERT INTO stock_movements (variant_id, warehouse_id, seller_id, kind, on_hand_change, reason)
  SELECT :variant_id, :warehouse_id, :seller_id, 'adjusted', :delta, :reason
  FROM adjusted
)
SELECT variant_id
FROM adjusted
"""

NIL = UUID(int=0)


def page(
    tx: Transaction, seller_id: UUID, limit: int, after: tuple[UUID, UUID] | None, sku: str | None, low: bool
) -> Json | None:
    """Give a page of the shop's levels, in the order the variants were made."""
    variant_id, warehouse_id = after or (NIL, NIL)
    return tx.json(
        LIST_LEVELS,
        seller_id=seller_id,
        limit=limit,
        variant_id=variant_id,
        warehouse_id=warehouse_id,
        sku=sku,
        low=low,
    )


def level(tx: Transaction, seller_id: UUID, variant_id: UUID, warehouse_id: UUID) -> Json | None:
    """Give one level."""
    return tx.json(GET_LEVEL, seller_id=seller_id, variant_id=variant_id, warehouse_id=warehouse_id)


def owner(tx: Transaction, variant_id: UUID) -> UUID | None:
    """Tell whose variant it is."""
    return tx.value(OWNER, variant_id=variant_id)  # type: ignore[no-any-return]


def place(tx: Transaction, seller_id: UUID, variant_id: UUID, warehouse_id: UUID | None) -> UUID | None:
    """Find the shop's open warehouse that is meant, and keep it open until the end of the transaction."""
    return tx.value(  # type: ignore[no-any-return]
        FIND_PLACE, seller_id=seller_id, variant_id=variant_id, warehouse_id=warehouse_id
    )


def count(
    tx: Transaction, seller_id: UUID, variant_id: UUID, warehouse_id: UUID, on_hand: int, threshold: int | None
) -> bool:
    """Set the units on hand, unless orders hold more than that."""
    return bool(
        tx.rows(
            COUNT_STOCK,
            seller_id=seller_id,
            variant_id=variant_id,
            warehouse_id=warehouse_id,
            on_hand=on_hand,
            threshold=threshold,
        )
    )


def adjust(tx: Transaction, seller_id: UUID, variant_id: UUID, warehouse_id: UUID, delta: int, reason: str) -> bool:
    """Change the units on hand, unless orders hold more than would be left."""
    return bool(
        tx.rows(
            ADJUST_STOCK,
            seller_id=seller_id,
            variant_id=variant_id,
            warehouse_id=warehouse_id,
            delta=delta,
            reason=reason,
        )
    )
