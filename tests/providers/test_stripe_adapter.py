"""What Stripe's adapter does beyond the contract of all providers."""

from dataclasses import replace
from pathlib import Path

import pytest

from functions.payments.domain.model import NextAction
from functions.payments.domain.provider import ChargeResult, Outcome, OutcomeUnknown, RefundOutcome
from functions.payments.domain.providers.stripe import Stripe
from functions.payments.domain.stripe_amounts import read_amount, write_amount
from souk.currency import SOLD_IN
from souk.money import Money
from tests.providers.conftest import client_of
from tests.support.paying import refund
from tests.support.paying_by_stripe import PRICE, VISA, a_payment, captures, charge_of, paid
from tests.support.stripe_server.server import ContractServer, Fault

ROOT = Path(__file__).parents[2]
CHARGES = "POST /v1/payment_intents"
EVIDENCE = {"text": "It was signed for.", "carrier": "Post", "tracking_number": "RR 1", "shipped_on": "2026-11-18"}


@pytest.mark.parametrize(
    ("token", "outcome", "reason"),
    [
        ("pm_card_chargeDeclinedInsufficientFunds", Outcome.DECLINED_FOR_NOW, "insufficient_funds"),
        ("pm_card_chargeDeclinedLostCard", Outcome.DECLINED, "declined"),
        ("pm_card_chargeDeclinedExpiredCard", Outcome.DECLINED, "declined"),
        ("pm_card_chargeDeclinedProcessingError", Outcome.DECLINED, "declined"),
        ("pm_of_nobody", Outcome.DECLINED, "declined"),
        ("ctoken_of_nobody", Outcome.DECLINED, "declined"),
        ("sandbox_visa", Outcome.DECLINED, "unknown_method"),
        (None, Outcome.DECLINED, "unknown_method"),
    ],
)
def test_a_refusal_has_a_reason_and_takes_nothing(
    server: ContractServer, adapter: Stripe, token: str | None, outcome: Outcome, reason: str
) -> None:
    asked = a_payment(token)
    result = adapter.charge(asked)

    assert (result.outcome, result.reason) == (outcome, reason)
    assert adapter.charge(asked) == result
    assert captures(server) == 0


def test_a_card_that_somebody_else_keeps_pays_nothing(server: ContractServer, adapter: Stripe) -> None:
    client = client_of(server.url)
    somebody = client.v1.customers.create().id
    kept = client.v1.payment_methods.retrieve(VISA).id
    client.v1.payment_methods.attach(kept, {"customer": somebody})

    assert adapter.charge(a_payment(kept)).outcome is Outcome.DECLINED
    assert captures(server) == 0


def test_the_token_of_a_page_pays_once(server: ContractServer, adapter: Stripe) -> None:
    token = client_of(server.url).v1.test_helpers.confirmation_tokens.create({"payment_method": VISA}).id

    assert adapter.charge(a_payment(token)).outcome is Outcome.CAPTURED
    assert adapter.charge(a_payment(token)).outcome is Outcome.DECLINED
    assert captures(server) == 1


def test_only_our_ids_stand_in_the_metadata(server: ContractServer, adapter: Stripe) -> None:
    asked = a_payment()
    intent = server.books.things[str(adapter.charge(asked).reference)]

    assert intent["metadata"] == {"souk_payment": asked.key, "souk_order": str(asked.order_id)}
    assert [intent[name] for name in ("description", "customer")] == [None, None]


def test_whatever_changes_something_is_asked_for_under_a_key_of_ours(server: ContractServer, adapter: Stripe) -> None:
    taken, given_up = (paid(adapter, captured_later=True) for _ in range(2))
    back = refund(taken, PRICE)

    adapter.capture(taken)
    adapter.void(given_up)
    adapter.refund(back)

    assert [request.headers["idempotency-key"] for request in server.requests if request.method == "POST"] == [
        taken.key,
        given_up.key,
        f"{taken.key}-capture",
        f"{given_up.key}-requested_by_customer",
        back.key,
    ]


def test_the_second_step_is_for_the_script_of_the_page(server: ContractServer, adapter: Stripe) -> None:
    result = adapter.charge(a_payment("pm_card_threeDSecureRequired"))

    secret = server.books.things[str(result.reference)]["client_secret"]
    assert result.next_action == NextAction(type="script", value=secret)


def test_a_step_that_stripe_has_on_a_page_of_its_own_leads_back(server: ContractServer, adapter: Stripe) -> None:
    asked = a_payment("pm_card_threeDSecureRequired")
    reference = str(adapter.charge(asked).reference)
    elsewhere = "https://hooks.stripe.com/redirect/authenticate/src_1"
    there = {"type": "redirect_to_url", "redirect_to_url": {"url": elsewhere}}
    server.books.things[reference]["next_action"] = there

    found = adapter.look_up(replace(asked, reference=reference))

    assert found is not None
    assert found.next_action == NextAction(type="redirect", value=elsewhere)
    back = f"return_url=https%3A%2F%2Fsouk.test%2Fcheckout%2F{asked.order_id}%3Fpayment%3D{asked.id}"
    assert any(back in request.body for request in server.requests)


def test_what_the_page_knows_of_a_failed_payment_is_worth_nothing(server: ContractServer, adapter: Stripe) -> None:
    asked = paid(adapter, "pm_card_threeDSecureRequired")
    server.authenticate(str(asked.reference), succeeds=False)

    failed = adapter.resume(asked, None)

    assert failed == ChargeResult(Outcome.DECLINED, asked.reference, "confirmation_failed")
    assert server.books.things[str(asked.reference)]["status"] == "canceled"


def test_an_authorisation_that_ran_out_is_not_captured(server: ContractServer, adapter: Stripe) -> None:
    asked = paid(adapter, captured_later=True)
    server.expire(str(asked.reference))

    assert adapter.capture(asked).outcome is Outcome.VOIDED
    assert captures(server) == 0


def test_a_refund_may_wait_for_its_bank_and_come_to_nothing(server: ContractServer, adapter: Stripe) -> None:
    asked = refund(paid(adapter, "pm_card_pendingRefund"), PRICE)
    waiting = adapter.refund(asked)
    server.finish_refund(str(waiting.reference), fails=True)

    assert waiting.outcome is RefundOutcome.PENDING
    for known in (asked, replace(asked, reference=waiting.reference)):
        result = adapter.refund(known)
        assert (result.outcome, result.reason) == (RefundOutcome.REFUSED, "lost_or_stolen_card")


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        (1999, "GBP", 1999),
        (500, "JPY", 500),
        (5, "ISK", 500),
        (5, "UGX", 500),
        (500, "MGA", 5),
        (5120, "KWD", 5120),
        (5124, "KWD", None),
        (501, "MGA", None),
    ],
)
def test_an_amount_is_written_as_stripe_counts_it(amount: int, currency: str, written: int | None) -> None:
    money = Money.model_construct(amount=amount, currency=currency)

    if written is None:
        with pytest.raises(ValueError, match=currency):
            write_amount(money)
    else:
        assert write_amount(money) == written


def test_amounts_of_every_currency_come_back_as_they_went() -> None:
    for currency in SOLD_IN:
        money = Money(amount=1999, currency=currency)
        assert read_amount(write_amount(money), currency.lower()) == money
    assert read_amount(1999, "isk") is None


def test_an_amount_below_stripes_smallest_is_refused(server: ContractServer, adapter: Stripe) -> None:
    result = adapter.charge(a_payment(price=Money(amount=29, currency="GBP")))

    assert (result.outcome, result.reason) == (Outcome.DECLINED, "unsupported_amount")
    assert server.events() == []


def test_evidence_is_submitted_in_the_fields_that_banks_read(server: ContractServer, adapter: Stripe) -> None:
    dispute = server.dispute(charge_of(server, paid(adapter)))

    assert adapter.answer_dispute(dispute["id"], EVIDENCE)
    assert adapter.answer_dispute(dispute["id"], EVIDENCE)

    assert dispute["status"] == "under_review"
    assert dispute["evidence_details"]["submission_count"] == 1
    assert dispute["evidence"] == {
        "uncategorized_text": "It was signed for.",
        "shipping_carrier": "Post",
        "shipping_tracking_number": "RR 1",
        "shipping_date": "2026-11-18",
    }


@pytest.mark.parametrize("evidence", [EVIDENCE, None])
def test_an_answer_that_was_lost_on_its_way_back_is_known_when_it_is_repeated(
    server: ContractServer, adapter: Stripe, evidence: dict[str, str] | None
) -> None:
    dispute = server.dispute(charge_of(server, paid(adapter)))["id"]
    server.fail(Fault.HANGS_UP, on="POST /v1/disputes", times=2)

    with pytest.raises(OutcomeUnknown):
        adapter.answer_dispute(dispute, evidence)

    assert adapter.answer_dispute(dispute, evidence)
    assert len(server.events("charge.dispute.updated", "charge.dispute.closed")) == 1


@pytest.mark.parametrize("evidence", [EVIDENCE, None])
def test_a_dispute_that_is_won_or_past_its_time_takes_no_answer(
    server: ContractServer, adapter: Stripe, evidence: dict[str, str] | None
) -> None:
    won, late = (server.dispute(charge_of(server, paid(adapter))) for _ in range(2))
    server.close_dispute(won["id"], won=True)
    late["evidence_details"]["due_by"] = server.books.now() - 1

    assert not adapter.answer_dispute(won["id"], evidence)
    assert not adapter.answer_dispute(late["id"], evidence)
    assert (won["status"], late["status"]) == ("won", "needs_response")


def test_a_dispute_that_the_bank_decided_takes_no_evidence(server: ContractServer, adapter: Stripe) -> None:
    dispute = server.dispute(charge_of(server, paid(adapter)))["id"]
    server.close_dispute(dispute, won=False)

    assert not adapter.answer_dispute(dispute, EVIDENCE)
