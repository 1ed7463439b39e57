"""What localstripe does as Stripe does it, as Stripe's own library sees it."""

import pytest
from stripe import SignatureVerificationError, StripeClient, Webhook

from tests.providers.conftest import client_of
from tests.support.conditions import eventually
from tests.support.listening import listening
from tests.support.localstripe import LocalStripe

pytestmark = pytest.mark.xdist_group("localstripe")

SECRET = "whsec_of_a_test"


@pytest.fixture
def client(localstripe: LocalStripe) -> StripeClient:
    return client_of(localstripe.url)


def test_what_was_authorised_is_captured_and_given_back_in_parts(client: StripeClient) -> None:
    intents = client.v1.payment_intents
    authorised = intents.create(
        {
            "amount": 1999,
            "currency": "gbp",
            "payment_method": "pm_card_visa",
            "confirm": True,
            "capture_method": "manual",
            "metadata": {"key": "k1"},
        }
    )

    captured = intents.capture(authorised.id)
    refund = client.v1.refunds.create({"payment_intent": captured.id, "amount": 500})

    assert (authorised.status, captured.status, refund.status) == ("requires_capture", "succeeded", "succeeded")
    assert intents.retrieve(captured.id).metadata["key"] == "k1"
    assert client.v1.balance_transactions.retrieve(str(refund.balance_transaction)).amount == -500


def test_what_is_given_up_stays_given_up(client: StripeClient) -> None:
    intents = client.v1.payment_intents
    waiting = intents.create({"amount": 1999, "currency": "gbp", "payment_method": "pm_card_visa"})

    assert intents.cancel(waiting.id).status == "canceled"
    assert intents.retrieve(waiting.id).status == "canceled"


def test_a_method_is_kept_for_a_customer(client: StripeClient) -> None:
    customer = client.v1.customers.create({"metadata": {"customer": "c1"}})
    method = client.v1.payment_methods.retrieve("pm_card_visa")

    client.v1.payment_methods.attach(method.id, {"customer": customer.id})
    setup = client.v1.setup_intents.create({"customer": customer.id})

    kept = client.v1.payment_methods.list({"customer": customer.id, "type": "card"})
    assert [found.id for found in kept] == [method.id]
    assert client.v1.setup_intents.confirm(setup.id, {"payment_method": method.id}).status == "succeeded"


def test_what_happened_is_told_with_a_signature_of_the_library(localstripe: LocalStripe, client: StripeClient) -> None:
    told: list[tuple[bytes, str]] = []

    def hear(_method: str, _target: str, headers: dict[str, str], body: bytes) -> tuple[int, str, dict[str, str]]:
        told.append((body, headers["stripe-signature"]))
        return 204, "", {}

    with listening(hear) as address:
        localstripe.notify(address, SECRET)
        intent = client.v1.payment_intents.create(
            {"amount": 1999, "currency": "gbp", "payment_method": "pm_card_visa", "confirm": True}
        )
        # It tells a second late, so what earlier tests did is told too.
        body, signature = eventually(lambda: next((each for each in told if intent.id.encode() in each[0]), None))

    event = Webhook.construct_event(body, signature, SECRET)
    assert (event.type, event.data.object["id"]) == ("payment_intent.succeeded", intent.id)
    with pytest.raises(SignatureVerificationError):
        Webhook.construct_event(body + b" ", signature, SECRET)
