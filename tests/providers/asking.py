"""Questions to a stand-in for Stripe, by Stripe's own client."""

from typing import Any

from stripe import (
    PaymentIntent,
    Refund,
    StripeClient,
)

from tests.support.stripe_server.server import ContractServer


def pay(client: StripeClient, method: str = "pm_card_visa", key: str | None = None, **more: Any) -> PaymentIntent:
    """Charge a test method."""
    params: dict[str, Any] = {
        "amount": 1999,
        "currency": "gbp",
        "payment_method": method,
        "confirm": True,
        "allowed_payment_method_types": ["card"],
        "metadata": {"souk": "a-key"},
        **more,
    }
    return client.v1.payment_intents.create(params, {"idempotency_key": key} if key else {})  # type: ignore[arg-type]


def give_back(client: StripeClient, intent: PaymentIntent, amount: int) -> Refund:
    """Give a part of a charge back."""
    return client.v1.refunds.create({"payment_intent": intent.id, "amount": amount})


def told(server: ContractServer) -> list[str]:
    """Say what happened, the earliest first."""
    return [event["type"] for event in server.events()]
