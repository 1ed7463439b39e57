"""SQL of warehouses; row-level security says whose."""

from uuid import UUID

from functions.inventory.domain.model import ChangeWarehouse, OpenWarehouse
from souk import Json, SellerTransaction
from souk.errors import found
from souk.paging import Page

_WAREHOUSE = """json_build_object(
    'id', id, 'name', name, 'country', country, 'priority', priority, 'version', version
)"""

LIST_WAREHOUSES = f"""
SELECT priority, id, {_WAREHOUSE} AS document
FROM warehouses
WHERE closed_at IS NULL
    AND (:after_id::uuid IS NULL OR (priority, id) > (:after_priority::integer, :after_id::uuid))
ORDER BY priority, id
LIMIT :limit
"""

INSERT = f"""
INSERT INTO warehouses (seller_id, name, country, priority)
SELECT seller_id, :name::text, :country::souk.country, :priority::integer
FROM sellers_api.sellers
WHERE seller_id = :seller_id
RETURNING {_WAREHOUSE}
"""

LOCK = """
SELECT version
FROM warehouses
WHERE id = :warehouse_id AND closed_at IS NULL
FOR UPDATE
"""

UPDATE = f"""
UPDATE warehouses
SET name = :name, country = :country, priority = :priority, version = version + 1
WHERE id = :warehouse_id
RETURNING {_WAREHOUSE}
"""

HOLDS_STOCK = "SELECT EXISTS (SELECT FROM stock_levels WHERE warehouse_id = :warehouse_id AND on_hand > 0)"

CLOSE = """
WITH emptied AS (
    DELETE FROM stock_levels WHERE warehouse_id = :warehouse_id
)
UPDATE warehouses
SET closed_at = now()
WHERE id = :warehouse_id
"""


def list_warehouses(tx: SellerTransaction, query: Page) -> Json:
    """Give a page of the shop's open warehouses, in the order they are drawn from."""
    return tx.page(LIST_WAREHOUSES, query)


def insert(tx: SellerTransaction, body: OpenWarehouse) -> Json:
    """Add a warehouse; raises NotFound when there is no such shop, UniqueViolation when it has one of this name."""
    opened = tx.json(INSERT, seller_id=tx.seller_id, name=body.name, country=body.country, priority=body.priority)
    return found(opened, "seller")


def lock(tx: SellerTransaction, warehouse_id: UUID) -> int:
    """Lock an open warehouse and give its version, or raise NotFound."""
    version: int = found(tx.value(LOCK, warehouse_id=warehouse_id), "warehouse")
    return version


def update(tx: SellerTransaction, warehouse_id: UUID, body: ChangeWarehouse) -> Json:
    """Change a warehouse.

    Raises NotFound, or UniqueViolation when the shop has another of this name.
    """
    changed = tx.json(UPDATE, warehouse_id=warehouse_id, name=body.name, country=body.country, priority=body.priority)
    return found(changed, "warehouse")


def holds_stock(tx: SellerTransaction, warehouse_id: UUID) -> bool:
    """Say whether anything is on hand there."""
    return bool(tx.value(HOLDS_STOCK, warehouse_id=warehouse_id))


def close(tx: SellerTransaction, warehouse_id: UUID) -> None:
    """Close an empty warehouse; its movements stay."""
    tx.execute(CLOSE, warehouse_id=warehouse_id)
