"""The contract server lists, remembers keys, refuses, fails and tells as Stripe does, or as a test wants."""

from datetime import timedelta
from typing import Any

import pytest
from stripe import (
    APIConnectionError,
    APIError,
    AuthenticationError,
    CardError,
    IdempotencyError,
    InvalidRequestError,
    RateLimitError,
    RequestsClient,
    SignatureVerificationError,
    StripeClient,
    StripeError,
    Webhook,
)

from tests.providers.asking import pay
from tests.providers.conftest import client_of
from tests.support.clock import FixedClock
from tests.support.conditions import eventually
from tests.support.listening import listening
from tests.support.stripe_server.server import WEBHOOK_SECRET, ContractServer, Fault


def test_lists_come_in_pages_and_within_times(client: StripeClient, stripe_clock: FixedClock) -> None:
    first = pay(client)
    stripe_clock.moment += timedelta(hours=1)
    later = [pay(client).id for _ in range(3)]

    page = client.v1.payment_intents.list({"limit": 2, "created": {"gt": first.created}})

    assert page.has_more
    assert [intent.id for intent in page.auto_paging_iter()] == later[::-1]


def test_a_search_finds_what_is_a_minute_old(client: StripeClient, stripe_clock: FixedClock) -> None:
    intent = pay(client)
    query: Any = {"query": "metadata['souk']:'a-key'"}

    assert client.v1.payment_intents.search(query).data == []
    stripe_clock.moment += timedelta(minutes=1)
    assert [found.id for found in client.v1.payment_intents.search(query)] == [intent.id]


def test_a_key_gives_the_same_answer_for_a_day(client: StripeClient, stripe_clock: FixedClock) -> None:
    first = pay(client, key="k1")

    again = pay(client, key="k1")
    with pytest.raises(IdempotencyError):
        pay(client, key="k1", amount=2000)
    stripe_clock.moment += timedelta(hours=24)
    another = pay(client, key="k1")

    assert again.id == first.id
    assert again.last_response.headers["idempotent-replayed"] == "true"  # type: ignore[union-attr]
    assert another.id != first.id


def test_a_decline_is_remembered_and_a_wrong_request_is_not(server: ContractServer, client: StripeClient) -> None:
    with pytest.raises(CardError) as first:
        pay(client, "pm_card_chargeDeclined", key="k1")
    with pytest.raises(CardError) as again:
        pay(client, "pm_card_chargeDeclined", key="k1")
    with pytest.raises(InvalidRequestError):
        pay(client, key="k2", amount=-1)

    assert again.value.json_body == first.value.json_body
    assert pay(client, key="k2").status == "succeeded"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"amount": 0}, "parameter_invalid_integer"),
        ({"amount": 29}, "amount_too_small"),
        ({"amount": 100_000_000}, "amount_too_large"),
        ({"currency": "xxx"}, None),
        ({"currency": "isk", "amount": 150}, "invalid_charge_amount_no_decimal_compatible"),
        ({"currency": "kwd", "amount": 1999}, "invalid_charge_amount_no_decimal_compatible"),
        ({"customer": "cus_nobody"}, "resource_missing"),
        ({"payment_method": "pm_nobody"}, "resource_missing"),
        ({"colour": "red"}, "parameter_unknown"),
        ({"payment_method_types": ["card"]}, "payment_method_types_no_longer_supported"),
        ({"allowed_payment_method_types": None}, None),
        ({"metadata": {"a" * 41: "b"}}, None),
    ],
)
def test_a_wrong_request_is_refused_and_changes_nothing(
    server: ContractServer, client: StripeClient, wrong: dict[str, Any], code: str | None
) -> None:
    with pytest.raises(InvalidRequestError) as refused:
        pay(client, **wrong)

    assert refused.value.code == code
    assert server.events() == []


def test_nobody_is_let_in_without_the_key(server: ContractServer) -> None:
    with pytest.raises(AuthenticationError):
        pay(client_of(server.url, "sk_test_of_somebody_else"))


@pytest.mark.parametrize(
    ("fault", "error", "charges"),
    [
        (Fault.NOTHING, APIConnectionError, 0),
        (Fault.HANGS_UP, APIConnectionError, 1),
        (Fault.TOO_LATE, APIConnectionError, 1),
        (Fault.BROKEN, APIError, 0),
        (Fault.BROKEN_AFTERWARDS, APIError, 1),
        (Fault.RATE_LIMITED, RateLimitError, 0),
        (Fault.BUSY, APIError, 0),
        (Fault.HTML, APIError, 0),
    ],
)
def test_it_fails_as_a_test_wants(server: ContractServer, fault: Fault, error: type[StripeError], charges: int) -> None:
    client = client_of(server.url, http=RequestsClient(timeout=0.5))
    server.fail(fault, on="POST /v1/payment_intents")

    with pytest.raises(error):
        pay(client, key="k1")

    assert len(server.events("payment_intent.succeeded")) == charges
    if fault in (Fault.BROKEN, Fault.BROKEN_AFTERWARDS):
        with pytest.raises(error):
            pay(client, key="k1")
    else:
        assert pay(client, key="k1").status == "succeeded"
        assert len(server.events("payment_intent.succeeded")) == 1


def test_it_does_twice_what_it_was_asked_for_once(server: ContractServer, client: StripeClient) -> None:
    server.fail(Fault.TWICE)

    pay(client, key="k1")

    assert len({event["data"]["object"]["id"] for event in server.events("payment_intent.succeeded")}) == 2


def test_what_happened_is_told_signed(server: ContractServer, client: StripeClient) -> None:
    heard: list[tuple[bytes, str]] = []

    def hear(_method: str, _target: str, headers: dict[str, str], body: bytes) -> tuple[int, str, dict[str, str]]:
        heard.append((body, headers["stripe-signature"]))
        return 204, "", {}

    with listening(hear) as server.hook:
        intent = pay(client)
        eventually(lambda: len(heard) == 3)

    body, signature = heard[-1]
    event = Webhook.construct_event(body, signature, WEBHOOK_SECRET, tolerance=0)
    assert (event.type, event.data.object["id"]) == ("payment_intent.succeeded", intent.id)
    for wrong in ({"secret": "whsec_other"}, {"payload": body + b" "}, {"tolerance": 1}):
        with pytest.raises(SignatureVerificationError):
            Webhook.construct_event(
                **{"payload": body, "sig_header": signature, "secret": WEBHOOK_SECRET, "tolerance": 0} | wrong  # type: ignore[arg-type]
            )
