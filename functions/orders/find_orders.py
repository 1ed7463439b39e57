from typing import Annotated

from functions.orders.domain import view_store
from functions.orders.domain.model import FindOrders, FoundOrder
from souk import ADMIN, Json, Transaction, operation
from souk.paging import PageOf


@operation("GET /api/admin/orders", role=ADMIN, audited=True)
def handler(tx: Transaction, query: FindOrders) -> Annotated[Json, PageOf[FoundOrder]]:
    """Look up anybody's orders, newest first."""
    return view_store.find_orders(tx, query)
