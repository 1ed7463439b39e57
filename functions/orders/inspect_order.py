from typing import Annotated
from uuid import UUID

from functions.orders.domain import view_store
from functions.orders.domain.model import AnyOrderView
from souk import ADMIN, Json, Transaction, operation
from souk.errors import NotFound


@operation("GET /api/admin/orders/{order_id}", role=ADMIN, refuses=(NotFound.of("order"),), audited=True)
def handler(tx: Transaction, order_id: UUID) -> Annotated[Json, AnyOrderView]:
    """Show anybody's order, with everything that happened to it."""
    return view_store.show_any_order(tx, order_id)
