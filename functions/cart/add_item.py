from functions.cart.domain import carts
from functions.cart.domain.model import AddItem, ItemView
from souk import GUEST, Caller, Transaction, operation


@operation("POST /api/cart/items", role=GUEST, status=201, idempotent=True)
def handler(tx: Transaction, caller: Caller, body: AddItem) -> ItemView:
    """Put a variant into the cart."""
    return carts.add_item(tx, caller.user_id, body)
