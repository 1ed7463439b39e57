from typing import Annotated

from functions.orders.domain import view_store
from functions.orders.domain.model import ListOrders, OrderSummary
from souk import GUEST, Caller, Json, Transaction, operation
from souk.paging import PageOf


@operation("GET /api/orders", role=GUEST)
def handler(tx: Transaction, caller: Caller, query: ListOrders) -> Annotated[Json, PageOf[OrderSummary]]:
    """List the caller's orders, newest first."""
    return view_store.list_orders(tx, caller.user_id, query)
