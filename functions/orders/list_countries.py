from functions.orders.domain.reference import CountriesView, CountryView
from souk import gazetteer, operation
from souk.country import CODES, DELIVERED_TO, postal_code_pattern, postal_codes, requires_region


@operation("GET /api/countries", cached="public, max-age=86400", memory=256)
def handler() -> CountriesView:
    """List all countries, whether orders are delivered there, and what an address there consists of."""
    views = [
        CountryView(
            code=code,
            name=gazetteer.NAMES[code],
            delivered_to=code in DELIVERED_TO,
            postal_code=postal_codes(code),
            postal_code_pattern=postal_code_pattern(code),
            region=gazetteer.region(code),
            region_required=requires_region(code),
            address_lines=gazetteer.address_lines(code),
        )
        for code in sorted(CODES)
    ]
    return CountriesView(items=views)
