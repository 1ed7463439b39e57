from functions.cart.domain import carts
from souk import GUEST, Caller, Transaction, operation


@operation("DELETE /api/cart", role=GUEST, status=204)
def handler(tx: Transaction, caller: Caller) -> None:
    """Empty the cart."""
    carts.clear_cart(tx, caller.user_id)
