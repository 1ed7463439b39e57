from typing import Annotated

from functions.inventory.domain import stock
from functions.inventory.domain.model import OpenWarehouse, WarehouseNameTaken, WarehouseView
from souk import ADMIN, SELLER, Caller, Json, Transaction, operation


@operation("POST /api/warehouses", role=(SELLER, ADMIN), status=201, refuses=(WarehouseNameTaken,), audited=True)
def handler(tx: Transaction, caller: Caller, body: OpenWarehouse) -> Annotated[Json | None, WarehouseView]:
    """Open a warehouse."""
    return stock.open_warehouse(tx, caller, body, body.seller_id)
