"""Take a provider's word by webhook: signed, fresh, kept as it came, acted on once."""

from uuid import UUID

from functions.payments.domain import charging, store
from functions.payments.domain.gateway import Gateways, WebhookSecrets
from souk import Clock, RawRequest, Transaction
from souk.errors import found


def receive_webhook(
    tx: Transaction, gateways: Gateways, secrets: WebhookSecrets, clock: Clock, provider: str, request: RawRequest
) -> None:
    """Check and keep a notice, and write down what it says of a charge of ours.

    Raises NotFound when the stage does not work with the provider, InvalidSignature, MalformedJson or Invalid.
    """
    gateway = found(gateways.named(provider), "provider")
    notice = gateway.read_notice(request.headers, request.body, secrets.of(provider), clock.now())
    if not store.store_webhook(tx, provider, notice.id, request.body) or notice.result is None:
        return
    transaction_id = _ours(notice.charge_key)
    if transaction_id is not None and store.is_of_provider(tx, transaction_id, provider):
        charging.settle(tx, clock.now(), transaction_id, notice.result)


def _ours(charge_key: str) -> UUID | None:
    try:
        return UUID(charge_key)
    except ValueError:
        return None
