"""Where a shop keeps its stock."""

from uuid import UUID

from functions.inventory.domain import warehouse_store
from functions.inventory.domain.model import ChangeWarehouse, OpenWarehouse, WarehouseNameTaken, WarehouseNotEmpty
from souk import Json, SellerTransaction
from souk.errors import VersionConflict
from souk.sqlstate import UniqueViolation


def open_warehouse(tx: SellerTransaction, body: OpenWarehouse) -> Json:
    """Add a warehouse.

    Raises NotFound when there is no such shop, or WarehouseNameTaken.
    """
    try:
        return warehouse_store.insert(tx, body)
    except UniqueViolation as taken:
        raise WarehouseNameTaken(f"There is a warehouse named {body.name}.") from taken


def change_warehouse(tx: SellerTransaction, warehouse_id: UUID, body: ChangeWarehouse, seen: int) -> Json:
    """Change a warehouse.

    Raises NotFound, VersionConflict, WarehouseNameTaken.
    """
    current = warehouse_store.lock(tx, warehouse_id)
    if current != seen:
        raise VersionConflict("warehouse", current)
    try:
        return warehouse_store.update(tx, warehouse_id, body)
    except UniqueViolation as taken:
        raise WarehouseNameTaken(f"There is a warehouse named {body.name}.") from taken


def close_warehouse(tx: SellerTransaction, warehouse_id: UUID) -> None:
    """Close a warehouse that holds nothing.

    Raises NotFound, WarehouseNotEmpty.
    """
    warehouse_store.lock(tx, warehouse_id)
    if warehouse_store.holds_stock(tx, warehouse_id):
        raise WarehouseNotEmpty("Move its stock first.")
    warehouse_store.close(tx, warehouse_id)
