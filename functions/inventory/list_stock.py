from typing import Annotated

from functions.inventory.domain import level_store
from functions.inventory.domain.model import LevelView, ListStock
from souk import ADMIN, SELLER, Json, SellerTransaction, operation
from souk.paging import PageOf


@operation("GET /api/inventory", role=(SELLER, ADMIN))
def handler(tx: SellerTransaction, query: ListStock) -> Annotated[Json, PageOf[LevelView]]:
    """List the stock of a shop."""
    return level_store.list_levels(tx, query)
