from typing import Annotated

from functions.inventory.domain import stock
from functions.inventory.domain.model import LevelView, ListStock
from souk import ADMIN, SELLER, Caller, Database, Json, operation
from souk.paging import PageOf


@operation("GET /api/inventory", role=(SELLER, ADMIN))
def handler(database: Database, caller: Caller, query: ListStock) -> Annotated[Json | None, PageOf[LevelView]]:
    """List the stock of a shop."""
    return database.write(lambda tx: stock.list_levels(tx, caller, query))
