from functions.orders.domain import placing
from functions.orders.domain.model import EmptyCart, PriceChanged, QuoteCart, QuoteView, TotalTooLarge
from souk import GUEST, Caller, Transaction, operation
from souk.errors import NotForSale
from souk.price_reading import PriceReading


@operation("POST /api/cart/quote", role=GUEST, refuses=(EmptyCart, NotForSale, PriceChanged, TotalTooLarge))
def handler(tx: Transaction, prices: PriceReading, caller: Caller, body: QuoteCart) -> QuoteView:
    """Say what ordering the cart to a place would cost, by shop, with delivery and tax."""
    return placing.quote_cart(tx, prices, caller.user_id, body)
