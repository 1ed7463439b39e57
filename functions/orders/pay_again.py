from typing import Annotated
from uuid import UUID

from functions.orders.domain import lifecycle
from functions.orders.domain.model import NotPayable, OrderView, PayAgain
from souk import GUEST, Caller, Clock, Json, Transaction, operation
from souk.errors import NotFound
from souk.paying import PaymentMethods


@operation(
    "POST /api/orders/{order_id}/payments",
    role=GUEST,
    status=202,
    idempotent=True,
    refuses=(NotPayable, NotFound.of("order")),
)
def handler(
    tx: Transaction, methods: PaymentMethods, clock: Clock, caller: Caller, order_id: UUID, body: PayAgain
) -> Annotated[Json, OrderView]:
    """Pay one of the caller's orders again, in the same or another way, while its stock is held."""
    return lifecycle.pay_again(tx, methods, order_id, caller, body, clock.now())
