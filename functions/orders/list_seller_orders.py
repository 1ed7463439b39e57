from typing import Annotated

from functions.orders.domain import view_store
from functions.orders.domain.model import ListSellerOrders, SellerOrderView
from souk import SELLER, Json, SellerTransaction, operation
from souk.paging import PageOf


@operation("GET /api/seller/orders", role=SELLER)
def handler(tx: SellerTransaction, query: ListSellerOrders) -> Annotated[Json, PageOf[SellerOrderView]]:
    """List the shop's seller orders that were paid, newest first."""
    return view_store.list_seller_orders(tx, query)
