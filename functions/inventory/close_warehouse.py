from uuid import UUID

from functions.inventory.domain import stock
from functions.inventory.domain.model import WarehouseNotEmpty
from souk import ADMIN, SELLER, Caller, Transaction, operation
from souk.errors import NotFound


@operation(
    "DELETE /api/warehouses/{warehouse_id}",
    role=(SELLER, ADMIN),
    status=204,
    refuses=(WarehouseNotEmpty, NotFound.of("warehouse")),
    audited=True,
)
def handler(tx: Transaction, caller: Caller, warehouse_id: UUID) -> None:
    """Close a warehouse that holds no stock."""
    stock.close_warehouse(tx, caller, warehouse_id)
