from typing import Annotated

from functions.orders.domain import view_store
from functions.orders.domain.model import ListOrders, SellerOrderView
from souk import SELLER, Caller, Database, Json, Transaction, operation
from souk.paging import PageOf


@operation("GET /api/seller/orders", role=SELLER)
def handler(database: Database, caller: Caller, query: ListOrders) -> Annotated[Json, PageOf[SellerOrderView]]:
    """List the seller's own parts of paid orders, newest first."""

    def list_own(tx: Transaction) -> Json:
        tx.as_seller(caller.seller)
        return view_store.list_seller_orders(tx, caller.seller, query)

    return database.write(list_own)
