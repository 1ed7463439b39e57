"""The contract server does what Stripe says that it does, as Stripe's own library sees it."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from stripe import (
    APIConnectionError,
    APIError,
    AuthenticationError,
    CardError,
    IdempotencyError,
    InvalidRequestError,
    PaymentIntent,
    RateLimitError,
    Refund,
    RequestsClient,
    SignatureVerificationError,
    StripeClient,
    StripeError,
    Webhook,
)

from tests.providers.conftest import client_of
from tests.support.clock import FixedClock
from tests.support.conditions import at_once, eventually
from tests.support.listening import listening
from tests.support.stripe.server import WEBHOOK_SECRET, ContractServer, Fault


def pay(client: StripeClient, method: str = "pm_card_visa", key: str | None = None, **more: Any) -> PaymentIntent:
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
    return client.v1.refunds.create({"payment_intent": intent.id, "amount": amount})


def told(server: ContractServer) -> list[str]:
    return [event["type"] for event in server.events()]


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


def test_a_dispute_takes_the_money_and_what_is_won_comes_back(server: ContractServer, client: StripeClient) -> None:
    won, lost = pay(client), pay(client)
    for intent in (won, lost):
        server.dispute(str(intent.latest_charge))
    disputes = {dispute.payment_intent: dispute.id for dispute in client.v1.disputes.list()}

    client.v1.disputes.update(disputes[won.id], {"evidence": {"uncategorized_text": "winning_evidence"}})
    client.v1.disputes.close(disputes[lost.id])

    assert client.v1.disputes.retrieve(disputes[won.id]).status == "won"
    assert client.v1.disputes.retrieve(disputes[lost.id]).status == "lost"
    adjusted = [entered.net for entered in client.v1.balance_transactions.list({"type": "adjustment"})]
    assert sorted(adjusted) == [-3499, -3499, 1999]
    with pytest.raises(InvalidRequestError) as refused:
        give_back(client, lost, 1)
    assert refused.value.code == "charge_disputed"


def test_a_seller_is_sent_what_the_platform_has_and_it_can_be_taken_back(
    server: ContractServer, client: StripeClient, stripe_clock: FixedClock
) -> None:
    account = client.v1.accounts.create({"country": "GB", "capabilities": {"transfers": {"requested": True}}})
    transfer: Any = {"amount": 1000, "currency": "gbp", "destination": account.id, "transfer_group": "order"}
    link = client.v1.account_links.create(
        {
            "account": account.id,
            "type": "account_onboarding",
            "return_url": "https://souk.test/done",
            "refresh_url": "https://souk.test/again",
        }
    )
    with pytest.raises(InvalidRequestError) as refused:
        client.v1.transfers.create(transfer)
    assert refused.value.code == "insufficient_capabilities_for_transfer"

    assert httpx.post(link.url, data={"decision": "succeeds"}).headers["location"] == "https://souk.test/done"
    pay(client)
    with pytest.raises(InvalidRequestError) as refused:
        client.v1.transfers.create(transfer)
    assert refused.value.code == "balance_insufficient"
    stripe_clock.moment += timedelta(days=2)
    made = client.v1.transfers.create(transfer)
    client.v1.transfers.reversals.create(made.id, {"amount": 400})
    with pytest.raises(InvalidRequestError):
        client.v1.transfers.reversals.create(made.id, {"amount": 601})

    assert client.v1.accounts.retrieve(account.id).payouts_enabled
    balance = client.v1.balance.retrieve(options={"stripe_account": account.id})
    assert [(each.amount, each.currency) for each in balance.available] == [(600, "gbp")]
    assert client.v1.transfers.retrieve(made.id).amount_reversed == 400
    assert server.events("account.updated")[0]["account"] == account.id


def test_a_charge_can_be_passed_on_before_it_is_available_but_not_more_of_it(
    server: ContractServer, client: StripeClient
) -> None:
    account = client.v1.accounts.create({"capabilities": {"transfers": {"requested": True}}}).id
    server.onboard(account)
    charge = str(pay(client).latest_charge)
    transfer: Any = {"amount": 1500, "currency": "gbp", "destination": account, "source_transaction": charge}

    client.v1.transfers.create(transfer)

    with pytest.raises(InvalidRequestError, match="cannot exceed"):
        client.v1.transfers.create(transfer)


def test_a_payout_is_of_its_account_and_may_come_back(server: ContractServer, client: StripeClient) -> None:
    account = client.v1.accounts.create({"capabilities": {"transfers": {"requested": True}}}).id
    server.onboard(account)
    charge = str(pay(client).latest_charge)
    client.v1.transfers.create(
        {"amount": 1500, "currency": "gbp", "destination": account, "source_transaction": charge}
    )
    payout = client.v1.payouts.create({"amount": 1500, "currency": "gbp"}, {"stripe_account": account})

    server.finish_payout(payout.id, failure="account_closed")

    with pytest.raises(InvalidRequestError):
        client.v1.payouts.retrieve(payout.id)
    found = client.v1.payouts.retrieve(payout.id, options={"stripe_account": account})
    assert (found.status, found.failure_code) == ("failed", "account_closed")
    assert server.events("payout.failed")[0]["account"] == account
    assert server.books.balance("gbp", account) == 1500


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
