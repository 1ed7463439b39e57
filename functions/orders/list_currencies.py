from functions.orders.domain import reference
from functions.orders.domain.reference import CurrenciesView
from souk import operation


@operation("GET /api/currencies", cached="public, max-age=86400", memory=256)
def handler() -> CurrenciesView:
    """List the currencies that are sold in, and how many digits their minor units are."""
    return reference.list_currencies()
