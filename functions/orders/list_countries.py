from functions.orders.domain import reference
from functions.orders.domain.reference import CountriesView
from souk import operation


@operation("GET /api/countries", cached="public, max-age=86400", memory=256)
def handler() -> CountriesView:
    """List all countries, whether orders are delivered there, and what an address there consists of."""
    return reference.list_countries()
