from typing import Annotated

from functions.orders.returns.domain import return_store
from functions.orders.returns.domain.model import ListReturns, SellerReturnView
from souk import SELLER, Json, SellerTransaction, operation
from souk.paging import PageOf


@operation("GET /api/seller/returns", role=SELLER)
def handler(tx: SellerTransaction, query: ListReturns) -> Annotated[Json, PageOf[SellerReturnView]]:
    """List what is returned to the shop, the latest first."""
    return return_store.list_seller_returns(tx, query)
