from functions.sellers.domain import shops
from functions.sellers.domain.model import AlreadyApplied, Apply, ShopView
from souk import CUSTOMER, Caller, Transaction, operation


@operation("POST /api/sellers", role=CUSTOMER, status=201, refuses=(AlreadyApplied,))
def handler(tx: Transaction, caller: Caller, body: Apply) -> ShopView:
    """Apply for a shop; an administrator approves it."""
    return shops.apply_to_sell(tx, caller.user_id, body)
