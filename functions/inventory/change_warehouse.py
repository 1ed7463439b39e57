from typing import Annotated
from uuid import UUID

from functions.inventory.domain import stock
from functions.inventory.domain.model import ChangeWarehouse, WarehouseNameTaken, WarehouseView
from souk import ADMIN, SELLER, Caller, Json, Transaction, operation
from souk.errors import NotFound, VersionConflict


@operation(
    "PUT /api/warehouses/{warehouse_id}",
    role=(SELLER, ADMIN),
    refuses=(VersionConflict, WarehouseNameTaken, NotFound.of("warehouse")),
    audited=True,
)
def handler(
    tx: Transaction, caller: Caller, warehouse_id: UUID, body: ChangeWarehouse
) -> Annotated[Json | None, WarehouseView]:
    """Change a warehouse's name, country or priority."""
    return stock.change_warehouse(tx, caller, warehouse_id, body)
