from typing import Annotated

from functions.inventory.domain import warehouses
from functions.inventory.domain.model import OpenWarehouse, WarehouseNameTaken, WarehouseView
from souk import ADMIN, SELLER, Json, SellerTransaction, operation
from souk.errors import NotFound


@operation(
    "POST /api/warehouses",
    role=(SELLER, ADMIN),
    status=201,
    refuses=(NotFound.of("seller"), WarehouseNameTaken),
    audited=True,
)
def handler(tx: SellerTransaction, body: OpenWarehouse) -> Annotated[Json, WarehouseView]:
    """Open a warehouse."""
    return warehouses.open_warehouse(tx, body)
