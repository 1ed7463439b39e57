from typing import Annotated

from functions.sellers.domain import shops
from functions.sellers.domain.model import ListedSeller, ListSellers
from souk import Caller, Json, Transaction, operation
from souk.errors import Forbidden, Unauthenticated
from souk.paging import PageOf


@operation("GET /api/sellers", refuses=(Unauthenticated, Forbidden))
def handler(tx: Transaction, caller: Caller | None, query: ListSellers) -> Annotated[Json, PageOf[ListedSeller]]:
    """List the shops that sell by name, or to administrators those of any status."""
    return shops.list_sellers(tx, caller, query)
