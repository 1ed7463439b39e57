"""SQL of warehouses."""

from uuid import UUID

from souk import Json, Transaction

_WAREHOUSE = """json_build_object(
    'id', w.id, 'name', w.name, 'country', w.country, 'priority', w.priority, 'version', w.version
  )"""

LIST_WAREHOUSES = """
WITH page AS MATERIALIZED (
  SELECT w.*, row_number() OVER (ORDER BY w.priority, w.id) AS n
  FROM warehouses w
  WHERE w.seller_id = :seller_id
    AND w.closed_at IS NULL
    AND (w.priority, w.id) > (CAST(:priority AS integer), CAST(:id AS uuid))
  ORDER BY w.priority, w.id
  LIMIT CAST(:limit AS integer) + 1
)
SELECT json_build_object(
  'items', COALESCE(json_agg({warehouse} ORDER BY w.n) FILTER (WHERE w.n <= :limit), '[]'::json),
  'next_cursor', CASE WHEN count(*) > :limit THEN
    rtrim(translate(encode(convert_to(
      (json_agg(json_build_array(w.priority, w.id)) FILTER (WHERE w.n = :limit) -> 0)::text,
    'UTF8'), 'base64'), E'+/\\n', '-_'), '=')
  END
)
FROM page w
""".replace("{warehouse}", _WAREHOUSE)

WAREHOUSE_OWNER = "SELECT seller_id FROM warehouse_owners WHERE warehouse_id = :warehouse_id"

OPEN_WAREHOUSE = """
INSERT INTO warehouses AS w (seller_id, name, country, priority)
VALUES (:seller_id, :name, :country, :priority)
RETURNING {warehouse}
""".replace("{warehouse}", _WAREHOUSE)

LOCK_WAREHOUSE = """
SELECT version
FROM warehouses
WHERE id = :warehouse_id AND seller_id = :seller_id AND closed_at IS NULL
FOR UPDATE
"""

CHANGE_WAREHOUSE = """
UPDATE warehouses w
SET name = :name, country = :country, priority = :priority, version = version + 1
WHERE w.id = :warehouse_id AND w.seller_id = :seller_id
RETURNING {warehouse}
""".replace("{warehouse}", _WAREHOUSE)

HOLDS_STOCK = """
SELECT EXISTS (
  SELECT FROM stock_levels WHERE warehouse_id = :warehouse_id AND seller_id = :seller_id AND on_hand > 0
)
"""

CLOSE_WAREHOUSE = """
WITH emptied AS (
  DELETE FROM stock_levels WHERE warehouse_id = :warehouse_id AND seller_id = :seller_id
)
UPDATE warehouses
SET closed_at = now()
WHERE id = :warehouse_id AND seller_id = :seller_id
"""


def page(tx: Transaction, seller_id: UUID, limit: int, after: tuple[int, UUID] | None) -> Json | None:
    """Give a page of the shop's open warehouses, in the order they are drawn from."""
    priority, warehouse_id = after or (-1, UUID(int=0))
    return tx.json(LIST_WAREHOUSES, seller_id=seller_id, limit=limit, priority=priority, id=warehouse_id)


def owner(tx: Transaction, warehouse_id: UUID) -> UUID | None:
    """Tell whose warehouse it is."""
    return tx.value(WAREHOUSE_OWNER, warehouse_id=warehouse_id)  # type: ignore[no-any-return]


def insert(tx: Transaction, seller_id: UUID, name: str, country: str | None, priority: int) -> Json | None:
    """Add a warehouse.

    Raises UniqueViolation when the shop has one of this name.
    """
    return tx.json(OPEN_WAREHOUSE, seller_id=seller_id, name=name, country=country, priority=priority)


def lock(tx: Transaction, seller_id: UUID, warehouse_id: UUID) -> int | None:
    """Lock a warehouse and give its version."""
    return tx.value(LOCK_WAREHOUSE, seller_id=seller_id, warehouse_id=warehouse_id)  # type: ignore[no-any-return]


def update(
    tx: Transaction, seller_id: UUID, warehouse_id: UUID, name: str, country: str | None, priority: int
) -> Json | None:
    """Change a warehouse.

    Raises UniqueViolation when the shop has another of this name.
    """
    return tx.json(
        CHANGE_WAREHOUSE,
        seller_id=seller_id,
        warehouse_id=warehouse_id,
        name=name,
        country=country,
        priority=priority,
    )


def holds_stock(tx: Transaction, seller_id: UUID, warehouse_id: UUID) -> bool:
    """Tell whether anything is on hand there."""
    return bool(tx.value(HOLDS_STOCK, seller_id=seller_id, warehouse_id=warehouse_id))


def close(tx: Transaction, seller_id: UUID, warehouse_id: UUID) -> None:
    """Close an empty warehouse; its movements stay."""
    tx.execute(CLOSE_WAREHOUSE, seller_id=seller_id, warehouse_id=warehouse_id)
