from uuid import UUID

from functions.cart.domain import carts
from souk import GUEST, Caller, Transaction, operation
from souk.errors import NotFound


@operation("DELETE /api/cart/items/{item_id}", role=GUEST, status=204, refuses=(NotFound.of("cart_item"),))
def handler(tx: Transaction, caller: Caller, item_id: UUID) -> None:
    """Take a line out of the cart."""
    carts.remove_item(tx, caller.user_id, item_id)
