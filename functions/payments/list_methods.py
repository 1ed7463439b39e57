from functions.payments.domain.model import MethodsView, offered
from souk import CUSTOMER, operation
from souk.paying import PaymentMethods


@operation("GET /api/payments/methods", role=CUSTOMER)
def handler(methods: PaymentMethods) -> MethodsView:
    """List the ways to pay that are offered here."""
    return offered(methods)
