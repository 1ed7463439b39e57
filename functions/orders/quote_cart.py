from functions.orders.domain import credit, placing
from functions.orders.domain.model import EmptyCart, PriceChanged, QuoteCart, QuoteView, TotalTooLarge
from souk import GUEST, Cache, Caller, RawRequest, Transaction, operation
from souk.errors import NotForSale
from souk.price_reading import PriceReading


@operation("POST /api/cart/quote", role=GUEST, refuses=(EmptyCart, NotForSale, PriceChanged, TotalTooLarge))
def handler(
    tx: Transaction, prices: PriceReading, cache: Cache, request: RawRequest, caller: Caller, body: QuoteCart
) -> QuoteView:
    """Say what ordering the cart to a place would cost, by shop, with delivery and tax."""
    credit.admit(cache, body, request.source_address)
    return placing.quote_cart(tx, prices, caller, body)
