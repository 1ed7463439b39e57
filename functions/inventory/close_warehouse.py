from uuid import UUID

from functions.inventory.domain import warehouses
from functions.inventory.domain.model import WarehouseNotEmpty
from souk import ADMIN, SELLER, SellerTransaction, operation
from souk.errors import NotFound


@operation(
    "DELETE /api/warehouses/{warehouse_id}",
    role=(SELLER, ADMIN),
    status=204,
    refuses=(WarehouseNotEmpty, NotFound.of("warehouse")),
    audited=True,
)
def handler(tx: SellerTransaction, warehouse_id: UUID) -> None:
    """Close a warehouse that holds no stock."""
    warehouses.close_warehouse(tx, warehouse_id)
