from typing import Annotated
from uuid import UUID

from functions.orders.domain import editing
from functions.orders.domain.model import ChangeOrderAddress, NotEditable, OrderView
from souk import GUEST, Caller, Json, Transaction, operation
from souk.errors import NotFound


@operation("PUT /api/orders/{order_id}/address", role=GUEST, refuses=(NotEditable, NotFound.of("order")))
def handler(tx: Transaction, caller: Caller, order_id: UUID, body: ChangeOrderAddress) -> Annotated[Json, OrderView]:
    """Send one of the caller's orders to another address at the same cost, before anything of it is shipped."""
    return editing.change_order_address(tx, order_id, caller.user_id, body)
