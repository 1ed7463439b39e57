"""What was asked of PayPal and what it answered, against its description."""

from tests.support.described import Description
from tests.support.paypal.asked import Asked
from tests.support.paypal.server import PayPal

_DESCRIPTIONS = {
    "/v1/customer": "customer_disputes_v1",
    "/v1/notifications/verify": "notifications_webhooks_v1",
    "/v1/payments": "payments_payouts_batch_v1",
    "/v1/reporting": "reporting_transactions_v1",
    "/v2/checkout": "checkout_orders_v2",
    "/v2/payments": "payments_payment_v2",
    "/v3/vault": "vault_payment_tokens_v3",
}


def faults(paypal: PayPal) -> list[str]:
    """Name everything that was sent or answered and is not described so."""
    return sorted({fault for asked in paypal.asked for fault in _faults(asked)})


def _faults(asked: Asked) -> list[str]:
    of = next((name for begin, name in _DESCRIPTIONS.items() if asked.path.startswith(begin)), None)
    if of is None:
        return []
    described = Description(f"paypal/{of}.json.gz")
    found: list[str] = []
    request = described.request(asked.method, asked.path)
    if request and asked.raw and asked.status < 400:
        found += [f"sent to {asked.path}: {one}" for one in described.faults(request, asked.body)]
    answer = described.response(asked.method, asked.path, asked.status)
    if answer and asked.answer is not None:
        found += [f"{asked.path} answered {asked.status}: {one}" for one in described.faults(answer, asked.answer)]
    return found
