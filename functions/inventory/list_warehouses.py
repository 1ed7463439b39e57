from typing import Annotated

from functions.inventory.domain import warehouse_store
from functions.inventory.domain.model import WarehouseView
from souk import ADMIN, SELLER, Json, SellerTransaction, operation
from souk.paging import Page, PageOf


@operation("GET /api/warehouses", role=(SELLER, ADMIN))
def handler(tx: SellerTransaction, query: Page) -> Annotated[Json, PageOf[WarehouseView]]:
    """List the warehouses of a shop, the one that orders draw from first in front."""
    return warehouse_store.list_warehouses(tx, query)
