"""What Stripe tells by webhook is believed when Stripe signed it lately, and is about what carries our key."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.payments.domain.model import InvalidSignature
from functions.payments.domain.provider import (
    ChargeNotice,
    ChargeResult,
    DisputeNotice,
    DisputeStatus,
    Notice,
    Outcome,
    RefundNotice,
    RefundOutcome,
)
from functions.payments.domain.providers.stripe import Stripe
from souk.errors import Invalid, MalformedJson, Unavailable
from souk.money import Money
from tests.providers.conftest import client_of
from tests.support.paying import refund
from tests.support.paying_by_stripe import PRICE, paid
from tests.support.stripe_server.refusing import Thing
from tests.support.stripe_server.server import WEBHOOK_SECRET, ContractServer, Fault, signature

FEE = Money(amount=49, currency="GBP")


def read(server: ContractServer, adapter: Stripe, event: Thing, **how: Any) -> Notice:
    headers, body = server.notice(event, **how)
    return adapter.read_notice(headers, body, server.clock.now())


def last(server: ContractServer, happened: str) -> Thing:
    return server.events(happened)[-1]


def test_a_capture_is_told_with_what_stripe_keeps(server: ContractServer, adapter: Stripe) -> None:
    asked = paid(adapter)
    event = last(server, "payment_intent.succeeded")

    notice = read(server, adapter, event)

    result = ChargeResult(Outcome.CAPTURED, asked.reference, amount=PRICE, fee=FEE)
    assert notice == Notice(event["id"], ChargeNotice(asked.key, result))


def test_a_capture_is_believed_when_stripe_does_not_answer(server: ContractServer, adapter: Stripe) -> None:
    asked = paid(adapter)
    server.fail(Fault.RATE_LIMITED)

    notice = read(server, adapter, last(server, "payment_intent.succeeded"))

    assert notice.about == ChargeNotice(asked.key, ChargeResult(Outcome.CAPTURED, asked.reference, amount=PRICE))


def test_what_is_not_final_is_to_be_asked_for(server: ContractServer, adapter: Stripe) -> None:
    asked = paid(adapter, "pm_card_threeDSecureRequired")
    held = paid(adapter, captured_later=True)
    server.authenticate(str(asked.reference), succeeds=False)

    for happened, one in (
        ("payment_intent.requires_action", asked),
        ("payment_intent.payment_failed", asked),
        ("payment_intent.amount_capturable_updated", held),
    ):
        assert read(server, adapter, last(server, happened)).about == ChargeNotice(one.key, None)


def test_an_authorisation_that_ran_out_is_told(server: ContractServer, adapter: Stripe) -> None:
    asked = paid(adapter, captured_later=True)
    server.expire(str(asked.reference))

    notice = read(server, adapter, last(server, "payment_intent.canceled"))

    assert notice.about == ChargeNotice(asked.key, ChargeResult(Outcome.VOIDED, asked.reference))


def test_a_refund_that_came_to_nothing_is_told(server: ContractServer, adapter: Stripe) -> None:
    asked = refund(paid(adapter, "pm_card_pendingRefund"), PRICE)
    reference = adapter.refund(asked).reference
    server.finish_refund(str(reference), fails=True)

    for happened in ("refund.failed", "refund.updated", "charge.refund.updated"):
        about = read(server, adapter, last(server, happened)).about
        assert isinstance(about, RefundNotice)
        assert (about.key, about.result.outcome) == (asked.key, RefundOutcome.REFUSED)
    created = read(server, adapter, last(server, "refund.created")).about
    assert isinstance(created, RefundNotice)
    assert created.result.outcome is RefundOutcome.PENDING


def test_a_dispute_is_told_as_it_stands_now(server: ContractServer, adapter: Stripe) -> None:
    asked = paid(adapter)
    charge = server.books.things[str(asked.reference)]["latest_charge"]
    dispute = server.dispute(charge, "product_not_received")["id"]
    due = datetime.fromtimestamp(server.books.things[dispute]["evidence_details"]["due_by"], UTC)

    opened = read(server, adapter, last(server, "charge.dispute.funds_withdrawn")).about
    server.close_dispute(dispute, won=False)
    lost = read(server, adapter, last(server, "charge.dispute.created")).about

    reason = "product_not_received"
    assert opened == DisputeNotice(asked.key, dispute, DisputeStatus.OPEN, PRICE, reason, due)
    assert lost == DisputeNotice(asked.key, dispute, DisputeStatus.LOST, PRICE, reason)


def test_a_dispute_that_cannot_be_asked_about_is_told_again_later(server: ContractServer, adapter: Stripe) -> None:
    asked = paid(adapter)
    server.dispute(server.books.things[str(asked.reference)]["latest_charge"])
    server.fail(Fault.BROKEN)

    with pytest.raises(Unavailable):
        read(server, adapter, last(server, "charge.dispute.created"))


def test_what_carries_no_key_of_ours_is_about_nothing(server: ContractServer, adapter: Stripe) -> None:
    client = client_of(server.url)
    mine: Any = {"amount": 1999, "currency": "gbp", "payment_method": "pm_card_visa", "confirm": True}
    mine["return_url"] = "https://elsewhere.test"
    intent = client.v1.payment_intents.create(mine)
    client.v1.refunds.create({"payment_intent": intent.id, "amount": 1})
    server.dispute(str(intent.latest_charge))
    client.v1.customers.create()

    assert {read(server, adapter, event).about for event in server.events()} == {None}


def test_what_happened_to_a_seller_is_about_nothing_yet(server: ContractServer, adapter: Stripe) -> None:
    account = client_of(server.url).v1.accounts.create({"capabilities": {"transfers": {"requested": True}}}).id
    server.onboard(account)

    assert read(server, adapter, last(server, "account.updated")).about is None


def test_what_is_said_of_our_payment_at_another_account_is_about_nothing(
    server: ContractServer, adapter: Stripe
) -> None:
    paid(adapter)

    assert read(server, adapter, last(server, "payment_intent.succeeded") | {"account": "acct_1"}).about is None


@pytest.mark.parametrize("age", [timedelta(minutes=5, seconds=1), -timedelta(minutes=5, seconds=1), timedelta(days=9)])
def test_a_notice_of_long_ago_or_of_the_future_is_refused(
    server: ContractServer, adapter: Stripe, age: timedelta
) -> None:
    paid(adapter)
    at = int((server.clock.now() - age).timestamp())

    with pytest.raises(InvalidSignature):
        read(server, adapter, last(server, "payment_intent.succeeded"), at=at)


def test_a_notice_that_stripe_did_not_sign_is_refused(server: ContractServer, adapter: Stripe) -> None:
    paid(adapter)
    event = last(server, "payment_intent.succeeded")
    headers, body = server.notice(event)
    other, _ = server.notice(event, secret="whsec_of_another_account")
    signature = headers["stripe-signature"]

    for forged, said in (
        ({}, body),
        (other, body),
        (headers, body.replace("1999", "1")),
        ({"stripe-signature": ""}, body),
        ({"stripe-signature": signature.replace("v1=", "v0=")}, body),
        ({"stripe-signature": signature.replace("t=", "t=x")}, body),
        ({"stripe-signature": f"t=0,{signature}"}, body),
        ({"stripe-signature": "\ud800é,=,=="}, body),
        ({"stripe-signature": "t=1,v1=é"}, body),
        ({"stripe-signature": f"t={'9' * 400},v1=0"}, body),
    ):
        with pytest.raises(InvalidSignature):
            adapter.read_notice(forged, said, server.clock.now())


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("", MalformedJson),
        ("<html>", MalformedJson),
        ("[]", Invalid),
        ("{}", Invalid),
        ('{"id": 1, "type": "x", "data": {"object": {}}}', Invalid),
        ('{"id": "evt", "type": "x", "data": {"object": []}}', Invalid),
    ],
)
def test_what_stripe_signed_and_is_no_event_is_refused(
    server: ContractServer, adapter: Stripe, said: str, refused: type[Exception]
) -> None:
    headers = signed(server, said)

    with pytest.raises(refused):
        adapter.read_notice(headers, said, server.clock.now())


@pytest.mark.parametrize("happened", ["payment_intent.canceled", "refund.updated", "charge.dispute.created", "x"])
@pytest.mark.parametrize("thing", [{}, {"metadata": None}, {"metadata": {"souk_payment": "k", "souk_refund": "k"}}])
def test_a_notice_of_something_of_another_shape_is_about_nothing(
    server: ContractServer, adapter: Stripe, happened: str, thing: Thing
) -> None:
    said = json.dumps({"id": "evt_1", "type": happened, "data": {"object": thing}})
    headers = signed(server, said)

    assert adapter.read_notice(headers, said, server.clock.now()) == Notice("evt_1", None)


def signed(server: ContractServer, said: str) -> dict[str, str]:
    return {"stripe-signature": signature(said, WEBHOOK_SECRET, server.books.now())}
