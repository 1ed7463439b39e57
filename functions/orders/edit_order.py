from typing import Annotated
from uuid import UUID

from functions.orders.domain import editing
from functions.orders.domain.model import EditOrder, NotEditable, OrderView
from souk import GUEST, Caller, Json, Transaction, operation
from souk.errors import NotFound


@operation("PUT /api/orders/{order_id}/lines", role=GUEST, refuses=(NotEditable, NotFound.of("order")))
def handler(tx: Transaction, caller: Caller, order_id: UUID, body: EditOrder) -> Annotated[Json, OrderView]:
    """Keep fewer units of one of the caller's orders until they are shipped; what they cost goes back."""
    return editing.edit_order(tx, order_id, caller.user_id, body)
