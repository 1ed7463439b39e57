from functions.orders.domain import reference
from functions.orders.domain.reference import TaxRatesView
from souk import operation


@operation("GET /api/tax-rates", cached="public, max-age=86400", memory=256)
def handler() -> TaxRatesView:
    """List how goods are taxed where they go, by class, with the source of each rate."""
    return reference.list_tax_rates()
