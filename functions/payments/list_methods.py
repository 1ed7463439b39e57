from functions.payments.domain.model import MethodsView, MethodView
from souk import GUEST, operation
from souk.paying import METHODS, PaymentMethods


@operation("GET /api/payments/methods", role=GUEST)
def handler(methods: PaymentMethods) -> MethodsView:
    """List the ways to pay that are offered here."""
    return MethodsView(
        items=[
            MethodView(method=method, title=title, provider=provider)
            for provider in methods.providers
            for method, title in METHODS[provider].items()
        ]
    )
