from typing import Annotated

from functions.cart.domain import store
from functions.cart.domain.model import CartView
from souk import GUEST, Caller, Json, Transaction, operation


@operation("GET /api/cart", role=GUEST)
def handler(tx: Transaction, caller: Caller) -> Annotated[Json, CartView]:
    """Show the cart with today's prices and what is in stock."""
    return store.show_cart(tx, caller.user_id)
