from typing import Annotated

from functions.orders.domain import credit, placing
from functions.orders.domain.model import CreditChanged, EmptyCart, OrderView, PlaceOrder, PriceChanged, TotalTooLarge
from functions.orders.promotions.domain.model import COUPON_PROBLEMS
from souk import GUEST, Cache, Caller, Clock, Json, RawRequest, Transaction, operation
from souk.errors import NotForSale, OutOfStock
from souk.language import language_of
from souk.paying import PaymentMethods
from souk.platform import Platform
from souk.price_reading import PriceReading


@operation(
    "POST /api/orders",
    role=GUEST,
    status=201,
    idempotent=True,
    refuses=(CreditChanged, EmptyCart, NotForSale, OutOfStock, PriceChanged, TotalTooLarge, *COUPON_PROBLEMS),
)
def handler(
    tx: Transaction,
    methods: PaymentMethods,
    prices: PriceReading,
    platform: Platform,
    clock: Clock,
    cache: Cache,
    request: RawRequest,
    caller: Caller,
    body: PlaceOrder,
) -> Annotated[Json, OrderView]:
    """Turn the caller's cart into an order and hold its stock."""
    credit.admit(cache, body, request.source_address)
    return placing.place_order(tx, methods, prices, platform, caller, body, language_of(request.headers), clock.now())
