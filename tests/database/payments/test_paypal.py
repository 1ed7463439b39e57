"""PayPal: by its page and back, whatever its answers are like."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from functions.payments.domain.model import Attempt, Refund
from functions.payments.domain.paypal_client import BREAKER
from functions.payments.domain.provider import ChargeResult, Outcome, OutcomeUnknown, RefundOutcome
from functions.payments.domain.providers.paypal import PayPal as Adapter
from souk import invocation
from souk.money import Money
from tests.support import paying
from tests.support.paying_by_paypal import paypal_for
from tests.support.paypal import Fault, Funding, PayPal
from tests.support.paypal.shapes import Document, Refused
from tests.support.world import World

PRICE = Money(amount=1999, currency="GBP")
LOST = (Fault.SILENT_AFTER, Fault.HANGS_AFTER, Fault.INTERNAL_AFTER, Fault.PAGE_AFTER)


@dataclass
class Desk:
    """A payment on its way, as it is stored."""

    paypal: PayPal
    adapter: Adapter
    payment: Attempt

    def charge(self) -> ChargeResult:
        return self.known(self.adapter.charge(self.payment))

    def resume(self) -> ChargeResult:
        return self.known(self.adapter.resume(self.payment, None))

    def known(self, result: ChargeResult) -> ChargeResult:
        self.payment = replace(
            self.payment,
            reference=result.reference or self.payment.reference,
            next_action=result.next_action or self.payment.next_action,
        )
        return result

    def agreed(self, funding: Funding = Funding.GOOD) -> None:
        """Charge, and have the buyer agree."""
        self.paypal.books.approve(str(self.charge().reference), funding)

    def captured(self) -> None:
        self.agreed()
        assert self.resume().outcome is Outcome.CAPTURED

    def refund(self, amount: int) -> Refund:
        return paying.refund(self.payment, Money(amount=amount, currency=self.payment.currency))

    @contextmanager
    def failing(self, where: str, fault: Fault, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        """Let what is asked inside go wrong, on the kept connection and on a new one, and nobody know the outcome."""
        self.paypal.fail(where, fault, fault)
        with monkeypatch.context() as briefly:
            if fault is Fault.HANGS_AFTER:
                briefly.setattr("functions.payments.domain.paypal_client._ANSWER_SECONDS", 0.5)
            with pytest.raises(OutcomeUnknown):
                yield
        self.paypal.recover()

    @property
    def held(self) -> int:
        """How often PayPal captured anything."""
        return sum(len(order.captures) for order in self.paypal.books.orders.values())


@pytest.fixture
def desk(database: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Desk]:
    with paypal_for(database, monkeypatch, tmp_path) as (paypal, adapter):
        yield Desk(paypal, adapter, paying.payment("paypal", PRICE))


def test_a_buyer_is_sent_to_its_page_and_charged_after_they_agreed(desk: Desk) -> None:
    asked = desk.charge()
    too_early = desk.resume()
    desk.paypal.books.approve(str(asked.reference))
    captured = desk.resume()

    assert asked.next_action is not None
    assert (asked.next_action.type, asked.next_action.value) == (
        "redirect",
        f"{desk.paypal.url}/checkoutnow?token={asked.reference}",
    )
    assert (too_early.outcome, desk.held) == (Outcome.REQUIRES_ACTION, 1)
    assert (captured.outcome, captured.amount, captured.fee) == (
        Outcome.CAPTURED,
        PRICE,
        Money(amount=70, currency="GBP"),
    )
    order = desk.paypal.books.order(str(asked.reference))
    assert order.unit["custom_id"] == desk.payment.key
    assert order.context is not None
    assert order.context["return_url"].startswith(f"https://souk.test/checkout/{desk.payment.order_id}?")


def test_one_who_never_comes_back_is_charged_nothing(desk: Desk) -> None:
    desk.charge()

    assert desk.adapter.void(desk.payment).outcome is Outcome.VOIDED
    desk.paypal.books.approve(str(desk.payment.reference))
    assert desk.resume().outcome is Outcome.VOIDED
    assert desk.held == 0


def test_one_that_cannot_be_marked_is_given_up_all_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise Refused(422, "NOT_PATCHABLE")

    monkeypatch.setattr(desk.paypal.books, "patch", refuse)
    desk.charge()

    assert desk.adapter.void(desk.payment).outcome is Outcome.VOIDED


def test_what_was_captured_meanwhile_is_not_voided(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.agreed()
    patch = desk.paypal.books.patch

    def meanwhile(order_id: str, changes: list[Document]) -> None:
        desk.paypal.books.complete(order_id, "capture", {})
        patch(order_id, changes)

    monkeypatch.setattr(desk.paypal.books, "patch", meanwhile)

    assert desk.adapter.void(desk.payment).outcome is Outcome.CAPTURED


def test_an_order_that_paypal_forgot_is_declined(desk: Desk) -> None:
    desk.charge()
    desk.paypal.books.orders.clear()

    assert (desk.resume().outcome, desk.adapter.look_up(desk.payment)) == (Outcome.DECLINED, None)
    assert desk.adapter.void(desk.payment).outcome is Outcome.VOIDED


def test_yen_are_charged_without_decimals(desk: Desk) -> None:
    desk.payment = paying.payment("paypal", Money(amount=1999, currency="JPY"))
    desk.captured()

    order = desk.paypal.books.order(str(desk.payment.reference))
    again = desk.adapter.look_up(desk.payment)
    assert order.unit["amount"] == {"currency_code": "JPY", "value": "1999"}
    assert again is not None
    assert again.amount == desk.payment.money


def test_a_currency_that_paypal_refuses_is_declined(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.support.paypal.shapes.CURRENCIES", frozenset({"EUR"}))

    result = desk.charge()

    assert (result.outcome, result.reason, desk.paypal.books.orders) == (Outcome.DECLINED, "declined", {})


def test_what_is_under_review_is_not_decided_until_paypal_says_so(desk: Desk) -> None:
    desk.agreed(Funding.UNDER_REVIEW)
    for _ in range(2):
        with pytest.raises(OutcomeUnknown, match="PENDING_REVIEW"):
            desk.resume()
    (capture,) = desk.paypal.books.order(str(desk.payment.reference)).captures
    desk.paypal.books.decide(capture["id"], well=True)

    assert desk.resume().outcome is Outcome.CAPTURED
    assert desk.held == 1


@pytest.mark.parametrize("fault", Fault)
def test_a_capture_without_an_answer_is_unknown_and_never_made_twice(
    desk: Desk, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.agreed()

    with desk.failing("POST .*/capture", fault, monkeypatch):
        desk.resume()

    assert (desk.resume().outcome, desk.held) == (Outcome.CAPTURED, 1)


@pytest.mark.parametrize("fault", Fault)
def test_an_order_without_an_answer_is_made_once(desk: Desk, fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    with desk.failing("POST /v2/checkout/orders", fault, monkeypatch):
        desk.charge()
    again = desk.charge()

    assert (again.outcome, len(desk.paypal.books.orders)) == (Outcome.REQUIRES_ACTION, 1)


@pytest.mark.parametrize("fault", LOST)
def test_a_refund_without_an_answer_is_given_once(desk: Desk, fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.captured()
    refund = desk.refund(500)

    with desk.failing("POST .*/refund", fault, monkeypatch):
        desk.adapter.refund(refund)
    desk.paypal.forget_keys()
    found = desk.adapter.look_up_refund(refund)

    assert found is not None
    assert found.outcome is RefundOutcome.COMPLETED
    assert len(desk.paypal.books.order(str(desk.payment.reference)).refunds) == 1


@pytest.mark.parametrize(("amount", "reason"), [(2000, "refund_amount_exceeded"), (0, "cannot_be_zero_or_negative")])
def test_a_refund_that_paypal_refuses_says_why(desk: Desk, amount: int, reason: str) -> None:
    desk.captured()

    refused = desk.adapter.refund(desk.refund(amount))

    assert (refused.outcome, refused.reason) == (RefundOutcome.REFUSED, reason)


def test_a_refund_of_an_order_that_paypal_does_not_know_is_not_refused(desk: Desk) -> None:
    desk.captured()
    desk.paypal.books.orders.clear()

    with pytest.raises(OutcomeUnknown):
        desk.adapter.refund(desk.refund(500))
    with pytest.raises(OutcomeUnknown):
        desk.adapter.look_up_refund(desk.refund(500))


def test_a_charge_whose_order_never_reached_us_is_found_while_keys_are_remembered(desk: Desk) -> None:
    desk.payment = replace(desk.payment, token=desk.paypal.save())
    desk.paypal.fail("POST .*/capture", Fault.INTERNAL_AFTER)
    with pytest.raises(OutcomeUnknown):
        desk.charge()

    found = desk.adapter.look_up(desk.payment)

    assert found is not None
    assert (found.outcome, desk.held) == (Outcome.CAPTURED, 1)


def test_after_that_it_is_found_in_paypals_report(
    database: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    later = paying.MORNING + timedelta(hours=7)
    with paypal_for(database, monkeypatch, tmp_path, at=later) as (paypal, adapter):
        payment, other = (paying.payment("paypal", PRICE, token=paypal.save()) for _ in range(2))
        adapter.charge(other)
        adapter.charge(payment)
        paypal.forget_keys()
        for order in paypal.books.orders.values():
            order.captures[0]["create_time"] = "2026-11-20T09:00:01Z"

        found = adapter.look_up(payment)
        asked = paypal.counted("POST /v2/checkout/orders")
        nothing = adapter.look_up(paying.payment("paypal", PRICE))

        assert found is not None
        assert paypal.books.order(str(found.reference)).unit["custom_id"] == payment.key
        assert nothing is None
        assert paypal.counted("POST /v2/checkout/orders") == asked


def test_one_access_token_serves_until_it_is_refused(desk: Desk) -> None:
    desk.captured()
    before = desk.paypal.counted("POST /v1/oauth2/token")
    desk.paypal.forget_tokens()
    desk.adapter.look_up(desk.payment)

    assert (before, desk.paypal.counted("POST /v1/oauth2/token")) == (1, 2)


def test_another_secret_is_read_when_the_account_is_refused(desk: Desk, tmp_path: Path) -> None:
    desk.charge()
    desk.paypal.client_secret = "rotated"
    desk.paypal.forget_tokens()
    with pytest.raises(OutcomeUnknown, match="does not know the account"):
        desk.resume()
    (tmp_path / "paypal.json").write_text(json.dumps(desk.paypal.secret))

    assert desk.resume().outcome is Outcome.REQUIRES_ACTION


def test_a_paypal_that_is_down_is_left_alone_and_a_decline_is_no_failure(desk: Desk) -> None:
    for _ in range(2 * BREAKER.failures):
        declined = replace(paying.payment("paypal", PRICE), token=desk.paypal.save(Funding.DECLINED))
        assert desk.adapter.charge(declined).outcome is Outcome.DECLINED
    desk.agreed()
    desk.paypal.fail("GET ", *[Fault.INTERNAL] * BREAKER.failures)
    for _ in range(BREAKER.failures):
        with pytest.raises(OutcomeUnknown, match="500"):
            desk.resume()
    before = len(desk.paypal.asked)

    with pytest.raises(OutcomeUnknown, match="paypal gives no answers"):
        desk.resume()

    assert len(desk.paypal.asked) == before


def test_it_is_waited_for_no_longer_than_the_invocation_lasts(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.charge()
    monkeypatch.setattr(invocation, "patience", lambda _: 0.2)
    monkeypatch.setattr("functions.payments.domain.paypal_client.patience", lambda _: 0.2)
    desk.paypal.fail("GET ", Fault.HANGS_AFTER)

    with pytest.raises(OutcomeUnknown, match="TimeoutError"):
        desk.resume()


def test_what_is_said_to_paypal_and_by_it_reaches_no_log(
    desk: Desk, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.captured()
    desk.adapter.refund(desk.refund(5000))

    written = capsys.readouterr().out + caplog.text + str([vars(record) for record in caplog.records])
    assert "REFUND_AMOUNT_EXCEEDED" in written
    for secret in (desk.paypal.client_secret, "ada@example.com", "50.00", "Bearer"):
        assert secret not in written
