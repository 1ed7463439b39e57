from typing import Annotated

from functions.inventory.domain import stock
from functions.inventory.domain.model import ListWarehouses, WarehouseView
from souk import ADMIN, SELLER, Caller, Database, Json, operation
from souk.paging import PageOf


@operation("GET /api/warehouses", role=(SELLER, ADMIN))
def handler(database: Database, caller: Caller, query: ListWarehouses) -> Annotated[Json | None, PageOf[WarehouseView]]:
    """List the warehouses of a shop, the one that orders draw from first in front."""
    return database.write(lambda tx: stock.list_warehouses(tx, caller, query))
