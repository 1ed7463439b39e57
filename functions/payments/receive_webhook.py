from functions.payments.domain import refunding, settling, webhooks
from functions.payments.domain.model import InvalidSignature
from functions.payments.domain.provider import COUNTS, Providers
from souk import Alarms, Clock, Database, RawRequest, operation
from souk.errors import MalformedJson, NotFound
from souk.limits import Limit


@operation(
    "POST /api/payments/webhooks/{provider}",
    status=204,
    limit=Limit(600),
    refuses=(InvalidSignature, NotFound.of("provider"), MalformedJson),
    alarms=Alarms(counts=("DisputesOpened", "PaymentsReversed", *refunding.COUNTS, *COUNTS, *settling.COUNTS)),
)
def handler(database: Database, providers: Providers, clock: Clock, provider: str, request: RawRequest) -> None:
    """Take a payment provider's signed notice."""
    webhooks.receive_webhook(database, providers, clock, provider, request)
