from functions.cart.domain import carts
from functions.cart.domain.model import AddItem, CartFull, CurrencyMismatch, ItemView, LineTooLarge
from souk import GUEST, Caller, Transaction, operation
from souk.errors import NotForSale, NotFound, OutOfStock


@operation(
    "POST /api/cart/items",
    role=GUEST,
    status=201,
    idempotent=True,
    refuses=(CartFull, CurrencyMismatch, LineTooLarge, NotForSale, OutOfStock, NotFound.of("variant")),
)
def handler(tx: Transaction, caller: Caller, body: AddItem) -> ItemView:
    """Put a variant into the cart."""
    return carts.add_item(tx, caller.user_id, body)
