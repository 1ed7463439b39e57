from functions.payments.domain.model import ListOffered, MethodsView, MethodView, ProviderFields
from souk import operation
from souk.paying import SCRIPTS, PageKeys, PaymentMethods


@operation("GET /api/payments/methods", cached="public, max-age=300")
def handler(methods: PaymentMethods, keys: PageKeys, query: ListOffered) -> MethodsView:
    """List the ways to pay that are offered for what is bought in a currency and goes to a country."""
    return MethodsView(
        items=[
            MethodView(
                method=name,
                title=method.title,
                provider=provider,
                can_be_kept=method.can_be_kept,
                fields=ProviderFields(script=SCRIPTS[provider].address, key=keys.of(provider))
                if method.needs_token
                else None,
            )
            for provider, name, method in methods.offered(query.currency, query.country, query.amount)
        ]
    )
