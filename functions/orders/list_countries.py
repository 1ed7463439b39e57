from functions.orders.domain.model import CountriesView, CountryView
from souk import operation
from souk.country import DELIVERED_TO, postal_codes


@operation("GET /api/countries", cached="public, max-age=86400", memory=256)
def handler() -> CountriesView:
    """List the countries that orders are delivered to, and what an address needs there."""
    return CountriesView(items=[CountryView(code=code, postal_code=postal_codes(code)) for code in DELIVERED_TO])
