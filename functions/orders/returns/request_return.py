from typing import Annotated
from uuid import UUID

from functions.orders.returns.domain import returning
from functions.orders.returns.domain.model import NotReturnable, RequestReturn, ReturnView
from souk import GUEST, Caller, Clock, Json, Transaction, operation
from souk.errors import NotFound


@operation(
    "POST /api/orders/{order_id}/returns",
    role=GUEST,
    status=201,
    idempotent=True,
    refuses=(NotReturnable, NotFound.of("order")),
)
def handler(
    tx: Transaction, clock: Clock, caller: Caller, order_id: UUID, body: RequestReturn
) -> Annotated[Json, ReturnView]:
    """Ask a shop to take back what it sent of one of the caller's orders."""
    return returning.request_return(tx, order_id, caller.user_id, body, clock.now())
