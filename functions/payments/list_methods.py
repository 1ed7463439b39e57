from functions.payments.domain import listing
from functions.payments.domain.gateway import Gateways
from functions.payments.domain.model import MethodsView
from souk import CUSTOMER, operation


@operation("GET /api/payments/methods", role=CUSTOMER)
def handler(gateways: Gateways) -> MethodsView:
    """List the ways to pay that are offered here."""
    return listing.methods(gateways)
