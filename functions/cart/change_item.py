from uuid import UUID

from functions.cart.domain import carts
from functions.cart.domain.model import ChangeItem, ItemView
from souk import GUEST, Caller, Transaction, operation
from souk.errors import NotForSale, NotFound, OutOfStock


@operation(
    "PUT /api/cart/items/{item_id}",
    role=GUEST,
    refuses=(NotFound.of("cart_item"), NotForSale, OutOfStock),
)
def handler(tx: Transaction, caller: Caller, item_id: UUID, version: int | None, body: ChangeItem) -> ItemView:
    """Set how many of a line are wanted, in the cart as it was seen when its version is named."""
    return carts.change_item(tx, caller.user_id, item_id, body.quantity, version)
