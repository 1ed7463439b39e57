from typing import Annotated
from uuid import UUID

from functions.orders.domain import refund_store
from functions.orders.domain.refund import KnownRefundsView
from souk import ADMIN, SELLER, Caller, Json, Transaction, operation
from souk.errors import NotFound


@operation(
    "GET /api/orders/{order_id}/refunds",
    role=(SELLER, ADMIN),
    refuses=(NotFound.of("order"),),
    audited=True,
)
def handler(tx: Transaction, caller: Caller, order_id: UUID) -> Annotated[Json, KnownRefundsView]:
    """List the refunds of an order and how they stand: for shops those of their part, for administrators all."""
    return refund_store.list_of_order(tx, order_id, caller.seller if caller.role is SELLER else None)
