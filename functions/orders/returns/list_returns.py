from typing import Annotated
from uuid import UUID

from functions.orders.returns.domain import return_store
from functions.orders.returns.domain.model import ReturnsView
from souk import GUEST, Caller, Json, Transaction, operation
from souk.errors import NotFound


@operation("GET /api/orders/{order_id}/returns", role=GUEST, refuses=(NotFound.of("order"),))
def handler(tx: Transaction, caller: Caller, order_id: UUID) -> Annotated[Json, ReturnsView]:
    """List the returns of one of the caller's orders, and how they stand."""
    return return_store.list_returns(tx, order_id, caller.user_id)
