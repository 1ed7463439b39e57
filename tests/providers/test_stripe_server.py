"""The contract server charges and gives back as Stripe says that it does, as Stripe's own library sees it."""

from datetime import timedelta

import httpx
import pytest
from stripe import (
    CardError,
    InvalidRequestError,
    StripeClient,
)

from tests.providers.asking import give_back, pay, told
from tests.providers.conftest import client_of
from tests.support.clock import FixedClock
from tests.support.conditions import at_once
from tests.support.stripe_server.server import ContractServer


def test_a_charge_brings_its_amount_less_the_fee(server: ContractServer, client: StripeClient) -> None:
    intent = pay(client, expand=["latest_charge.balance_transaction"])

    assert (intent.status, intent.amount_received) == ("succeeded", 1999)
    entered = intent.latest_charge.balance_transaction  # type: ignore[union-attr]
    assert (entered.amount, entered.fee, entered.net) == (1999, 49, 1950)  # type: ignore[union-attr]
    assert told(server) == ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"]


@pytest.mark.parametrize(
    ("method", "code", "decline_code"),
    [
        ("pm_card_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card"),
        ("pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"),
    ],
)
def test_a_decline_says_why_and_leaves_an_intent(
    server: ContractServer, client: StripeClient, method: str, code: str, decline_code: str
) -> None:
    with pytest.raises(CardError) as refused:
        pay(client, method)

    error = refused.value.error
    assert (error.code, error.decline_code) == (code, decline_code)  # type: ignore[union-attr]
    intent = client.v1.payment_intents.retrieve(error.payment_intent.id)  # type: ignore[union-attr]
    assert (intent.status, intent.amount_received) == ("requires_payment_method", 0)
    assert told(server)[-1] == "payment_intent.payment_failed"


def test_a_second_step_is_taken_or_failed_on_a_page(server: ContractServer, client: StripeClient) -> None:
    intents = [pay(client, "pm_card_threeDSecureRequired", return_url="https://souk.test/back?o=1") for _ in range(2)]
    pages = [intent.next_action.redirect_to_url.url for intent in intents]  # type: ignore[union-attr]

    assert "Complete" in httpx.get(str(pages[0])).text
    backs = [
        httpx.post(str(page), data={"decision": decision}).headers["location"]
        for page, decision in zip(pages, ("succeeds", "fails"), strict=True)
    ]

    done, failed = (client.v1.payment_intents.retrieve(intent.id) for intent in intents)
    assert (done.status, failed.status) == ("succeeded", "requires_payment_method")
    assert failed.last_payment_error.code == "payment_intent_authentication_failure"  # type: ignore[union-attr]
    assert backs[0].startswith("https://souk.test/back?o=1&payment_intent=pi_")
    assert [back.rpartition("=")[2] for back in backs] == ["succeeded", "failed"]


def test_a_page_of_somebody_elses_payment_is_not_there(server: ContractServer, client: StripeClient) -> None:
    intent = pay(client, "pm_card_authenticationRequired", return_url="https://souk.test/back")

    guessed = httpx.post(f"{server.url}/authenticate/{intent.id}?secret=x", data={"decision": "succeeds"})

    assert guessed.status_code == 404
    assert client.v1.payment_intents.retrieve(intent.id).status == "requires_action"


def test_who_is_not_there_is_asked_for_nothing(client: StripeClient) -> None:
    with pytest.raises(CardError) as refused:
        pay(client, "pm_card_authenticationRequired", off_session=True)

    assert refused.value.code == "authentication_required"


def test_what_was_authorised_is_captured_once_and_at_most(server: ContractServer, client: StripeClient) -> None:
    intent = pay(client, capture_method="manual")
    assert (intent.status, intent.amount_capturable) == ("requires_capture", 1999)

    with pytest.raises(InvalidRequestError, match="above what is capturable"):
        client.v1.payment_intents.capture(intent.id, {"amount_to_capture": 2000})
    captured = client.v1.payment_intents.capture(intent.id, {"amount_to_capture": 1500})
    with pytest.raises(InvalidRequestError) as again:
        client.v1.payment_intents.capture(intent.id)

    assert (captured.status, captured.amount_received) == ("succeeded", 1500)
    assert again.value.code == "payment_intent_unexpected_state"
    assert [entered.amount for entered in client.v1.balance_transactions.list()] == [1500]


def test_an_authorisation_is_given_up_or_runs_out(server: ContractServer, client: StripeClient) -> None:
    given_up, ran_out, taken = (pay(client, capture_method=how) for how in ("manual", "manual", "automatic"))

    client.v1.payment_intents.cancel(given_up.id)
    server.expire(ran_out.id)
    with pytest.raises(InvalidRequestError) as refused:
        client.v1.payment_intents.cancel(taken.id)

    assert client.v1.payment_intents.retrieve(ran_out.id).cancellation_reason == "automatic"
    assert refused.value.code == "payment_intent_unexpected_state"
    assert told(server).count("payment_intent.canceled") == 2


def test_a_token_of_a_page_pays_once(client: StripeClient, stripe_clock: FixedClock) -> None:
    tokens = [
        client.v1.test_helpers.confirmation_tokens.create({"payment_method": "pm_card_visa"}).id for _ in range(2)
    ]

    assert pay(client, "", confirmation_token=tokens[0]).status == "succeeded"
    with pytest.raises(InvalidRequestError, match="used before"):
        pay(client, "", confirmation_token=tokens[0])
    stripe_clock.moment += timedelta(hours=12)
    with pytest.raises(InvalidRequestError, match="ran out"):
        pay(client, "", confirmation_token=tokens[1])


def test_a_method_is_kept_for_a_customer_and_pays_for_nobody_else(client: StripeClient) -> None:
    ada, bob = (client.v1.customers.create({"metadata": {"souk": name}}).id for name in ("ada", "bob"))
    first = pay(client, customer=ada, setup_future_usage="off_session")
    kept = str(first.payment_method)

    assert [method.id for method in client.v1.payment_methods.list({"customer": ada})] == [kept]
    assert pay(client, kept, customer=ada, off_session=True).status == "succeeded"
    with pytest.raises(InvalidRequestError, match="another customer"):
        pay(client, kept, customer=bob)
    client.v1.payment_methods.detach(kept)
    with pytest.raises(InvalidRequestError, match="detached"):
        pay(client, kept, customer=ada)
    assert client.v1.payment_methods.list({"customer": ada}).data == []


def test_a_method_that_nobody_keeps_pays_once(client: StripeClient) -> None:
    used = str(pay(client).payment_method)

    with pytest.raises(InvalidRequestError, match="used before"):
        pay(client, used)


def test_a_method_is_kept_without_a_payment(client: StripeClient) -> None:
    customer = client.v1.customers.create().id

    setup = client.v1.setup_intents.create(
        {"customer": customer, "payment_method": "pm_card_visa", "confirm": True, "usage": "off_session"}
    )

    assert setup.status == "succeeded"
    assert [method.id for method in client.v1.customers.payment_methods.list(customer)] == [setup.payment_method]


def test_a_bank_may_want_to_see_who_keeps_a_card(server: ContractServer, client: StripeClient) -> None:
    customer = client.v1.customers.create().id
    setups = [
        client.v1.setup_intents.create(
            {"customer": customer, "payment_method": "pm_card_authenticationRequired", "confirm": True}
        )
        for _ in range(2)
    ]

    server.authenticate(setups[0].id)
    server.authenticate(setups[1].id, succeeds=False)

    assert [setup.status for setup in setups] == ["requires_action"] * 2
    states = [client.v1.setup_intents.retrieve(setup.id).status for setup in setups]
    assert states == ["succeeded", "requires_payment_method"]
    assert len(client.v1.payment_methods.list({"customer": customer}).data) == 1


def test_no_more_goes_back_than_was_captured_also_when_ten_ask_at_once(
    server: ContractServer, client: StripeClient
) -> None:
    intent = pay(client)

    def ask() -> str:
        try:
            return str(give_back(client_of(server.url), intent, 500).status)
        except InvalidRequestError as refused:
            return str(refused.param)

    assert sorted(at_once([ask] * 10)) == ["amount"] * 7 + ["succeeded"] * 3
    give_back(client, intent, 499)
    with pytest.raises(InvalidRequestError) as refused:
        give_back(client, intent, 1)
    assert refused.value.code == "charge_already_refunded"
    assert client.v1.charges.retrieve(str(intent.latest_charge)).refunded


def test_what_was_not_captured_is_not_given_back(client: StripeClient) -> None:
    intent = pay(client, capture_method="manual")

    with pytest.raises(InvalidRequestError, match="does not have a successful charge"):
        give_back(client, intent, 1)


def test_a_refund_may_wait_and_fail_later(server: ContractServer, client: StripeClient) -> None:
    waiting = give_back(client, pay(client, "pm_card_pendingRefund"), 1999)
    failing = give_back(client, pay(client, "pm_card_refundFail"), 1999)

    server.finish_refund(waiting.id)
    server.finish_refund(failing.id, fails=True)

    assert [refund.status for refund in (waiting, failing)] == ["pending", "succeeded"]
    assert client.v1.refunds.retrieve(waiting.id).status == "succeeded"
    failed = client.v1.refunds.retrieve(failing.id)
    assert (failed.status, failed.failure_reason) == ("failed", "lost_or_stolen_card")
    assert sum(entered.amount for entered in client.v1.balance_transactions.list()) == 1999
    assert told(server)[-3:] == ["refund.failed", "refund.updated", "charge.refund.updated"]
