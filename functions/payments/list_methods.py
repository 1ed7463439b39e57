from functions.payments.domain.model import MethodsView, MethodView
from souk import CUSTOMER, operation
from souk.paying import METHODS, PaymentMethods


@operation("GET /api/payments/methods", role=CUSTOMER)
def handler(methods: PaymentMethods) -> MethodsView:
    """List the ways to pay that are offered here."""
    return MethodsView(
        items=[
            MethodView(method=method, title=title, provider=provider)
            for provider in methods.providers
            for method, title in METHODS[provider].items()
        ]
    )
