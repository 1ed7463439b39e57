from typing import Annotated
from uuid import UUID

from functions.inventory.domain import levels
from functions.inventory.domain.model import MovementView
from souk import ADMIN, SELLER, Json, SellerTransaction, operation
from souk.errors import NotFound
from souk.paging import Page, PageOf


@operation(
    "GET /api/inventory/{variant_id}/warehouses/{warehouse_id}/movements",
    role=(SELLER, ADMIN),
    refuses=(NotFound.of("level"),),
)
def handler(
    tx: SellerTransaction, variant_id: UUID, warehouse_id: UUID, query: Page
) -> Annotated[Json, PageOf[MovementView]]:
    """List why the stock of a variant in a warehouse changed, the latest first."""
    return levels.list_movements(tx, variant_id, warehouse_id, query)
