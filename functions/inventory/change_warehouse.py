from typing import Annotated
from uuid import UUID

from functions.inventory.domain import warehouses
from functions.inventory.domain.model import ChangeWarehouse, WarehouseNameTaken, WarehouseView
from souk import ADMIN, SELLER, Json, SellerTransaction, operation
from souk.errors import NotFound


@operation(
    "PUT /api/warehouses/{warehouse_id}",
    role=(SELLER, ADMIN),
    refuses=(WarehouseNameTaken, NotFound.of("warehouse")),
    audited=True,
)
def handler(
    tx: SellerTransaction, warehouse_id: UUID, version: int, body: ChangeWarehouse
) -> Annotated[Json, WarehouseView]:
    """Change a warehouse's name, country or priority."""
    return warehouses.change_warehouse(tx, warehouse_id, body, version)
