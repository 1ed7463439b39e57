from typing import Annotated

from functions.orders.domain import claiming
from functions.orders.domain.model import ClaimOrder, OrderView
from souk import CUSTOMER, Caller, Json, Transaction, operation


@operation("POST /api/orders/claim", role=CUSTOMER, idempotent=True)
def handler(tx: Transaction, caller: Caller, body: ClaimOrder) -> Annotated[Json, OrderView]:
    """Make an order that was placed as a guest the caller's, with the link in the guest's mail."""
    return claiming.claim_order(tx, caller.user_id, body.token.get_secret_value())
