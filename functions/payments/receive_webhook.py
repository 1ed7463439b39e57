from functions.payments.domain import webhooks
from functions.payments.domain.gateway import Gateways, WebhookSecrets
from functions.payments.domain.model import InvalidSignature
from souk import Clock, RawRequest, Transaction, operation
from souk.errors import MalformedJson, NotFound
from souk.limits import Limit


@operation(
    "POST /api/payments/webhooks/{provider}",
    status=204,
    limit=Limit(600),
    refuses=(InvalidSignature, NotFound.of("provider"), MalformedJson),
)
def handler(
    tx: Transaction, gateways: Gateways, secrets: WebhookSecrets, clock: Clock, provider: str, request: RawRequest
) -> None:
    """Take a payment provider's signed notice."""
    webhooks.receive_webhook(tx, gateways, secrets, clock, provider, request)
