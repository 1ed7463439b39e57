from functions.orders.domain.reference import CurrenciesView, CurrencyView
from souk import operation
from souk.currency import DIGITS, SOLD_IN


@operation("GET /api/currencies", cached="public, max-age=86400", memory=256)
def handler() -> CurrenciesView:
    """List the currencies that are sold in, and how many digits their minor units are."""
    return CurrenciesView(items=[CurrencyView(code=code, digits=DIGITS[code]) for code in SOLD_IN])
