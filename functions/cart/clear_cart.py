from functions.cart.domain import service
from souk import GUEST, Caller, Transaction, operation


@operation("DELETE /api/cart", role=GUEST, status=204)
def handler(tx: Transaction, caller: Caller) -> None:
    """Empty the cart."""
    service.clear(tx, caller.user_id)
