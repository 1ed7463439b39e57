from typing import Annotated
from uuid import UUID

from functions.orders.domain import cancelling
from functions.orders.domain.model import NotCancellable, OrderView
from souk import GUEST, Caller, Json, Transaction, operation
from souk.errors import NotFound


@operation(
    "PUT /api/orders/{order_id}/cancel", role=GUEST, idempotent=True, refuses=(NotCancellable, NotFound.of("order"))
)
def handler(tx: Transaction, caller: Caller, order_id: UUID) -> Annotated[Json, OrderView]:
    """Cancel one of the caller's orders before anything of it is shipped."""
    return cancelling.cancel_order(tx, order_id, caller.user_id)
