from functions.orders.domain import reference
from functions.orders.domain.reference import CurrenciesView
from souk import operation
from souk.price_reading import PriceReading


@operation("GET /api/currencies", cached="public, max-age=86400", memory=256)
def handler(prices: PriceReading) -> CurrenciesView:
    """List the currencies that are sold in, how many digits their minor units are, and how prices are read."""
    return reference.list_currencies(prices)
