from functions.payments.domain.model import ListOffered, MethodsView, MethodView
from souk import operation
from souk.paying import PaymentMethods


@operation("GET /api/payments/methods", cached="public, max-age=300")
def handler(methods: PaymentMethods, query: ListOffered) -> MethodsView:
    """List the ways to pay that are offered for what is bought in a currency and goes to a country."""
    return MethodsView(
        items=[
            MethodView(method=name, title=method.title, provider=provider, needs_token=method.needs_token)
            for provider, name, method in methods.offered(query.currency, query.country, query.amount)
        ]
    )
