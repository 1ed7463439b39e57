"""What every provider's adapter promises; each is tried with the same questions."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from functions.payments.domain import paypal_report
from functions.payments.domain.model import Attempt, Refund
from functions.payments.domain.movements import MovedKind, Movement
from functions.payments.domain.provider import ChargeResult, Outcome, OutcomeUnknown, Provider, RefundOutcome
from functions.payments.domain.providers import sandbox, stripe
from functions.payments.domain.providers.sandbox import CONFIRMATION_CODE, Sandbox
from souk import Database, resources
from souk.money import Money
from tests.support import paying
from tests.support.paying_by_paypal import capture_of, paypal_for
from tests.support.paying_by_stripe import METHOD, charge_of, stripe_for
from tests.support.paypal import Fault as PayPalFault
from tests.support.paypal import Funding, disputes
from tests.support.stripe_server.server import Fault as StripeFault
from tests.support.world import World

PRICE = Money(amount=1999, currency="GBP")
EVIDENCE = {"text": "It was signed for.", "carrier": "Post", "tracking_number": "RR 1", "shipped_on": "2026-11-18"}


@dataclass
class Subject:
    """A provider's adapter, with what makes it do what a test needs.

    Methods are given with their tokens; ``act`` takes the customer's step at the provider, well or badly, and gives the
    code to resume with.
    """

    provider: Provider
    pays: tuple[str, str | None]
    declines: tuple[str, str | None]
    lacks: tuple[str, str | None]
    acts: tuple[str, str | None]
    act: Callable[[ChargeResult, bool], str | None]
    fall_silent: Callable[[], None]
    """Let the next charge be acted on and not answered."""
    dispute: Callable[[Attempt], str]
    """Let the customer dispute a captured payment; give what the provider calls that."""
    today: Callable[[], datetime] = lambda: datetime.now(UTC)
    """The provider's clock."""
    fails_with: str = "confirmation_failed"
    """The reason when the customer's step went badly."""

    def payment(self, method: tuple[str, str | None], *, captured_later: bool = False) -> Attempt:
        """Give a payment that nobody has asked for yet."""
        return paying.payment(method[0], PRICE, token=method[1], captured_later=captured_later)

    def charged(self, method: tuple[str, str | None], *, captured_later: bool = False) -> tuple[Attempt, ChargeResult]:
        """Charge, and give the payment as it is stored then."""
        payment = self.payment(method, captured_later=captured_later)
        return known(payment, self.provider.charge(payment))

    def captured(self) -> Attempt:
        """Give a payment that was captured."""
        payment, result = self.charged(self.pays)
        if result.outcome is Outcome.REQUIRES_ACTION:
            payment, result = known(payment, self.provider.resume(payment, self.act(result, True)))
        assert result.outcome is Outcome.CAPTURED
        return payment


def known(payment: Attempt, result: ChargeResult) -> tuple[Attempt, ChargeResult]:
    """Store what the provider calls a payment."""
    return replace(payment, reference=result.reference or payment.reference), result


class SilencedSandbox(Sandbox):
    """The sandbox, which acts on a question without an answer when it is told to."""

    def __init__(self) -> None:
        self.silent = False

    def charge(self, payment: Attempt) -> ChargeResult:
        """Charge, and say so unless silenced."""
        result = super().charge(payment)
        if self.silent:
            self.silent = False
            raise OutcomeUnknown("silenced")
        return result


@contextmanager
def _sandbox(world: World, *_: object) -> Iterator[Subject]:
    provider = SilencedSandbox()
    with resources.replaced({Database: world.database("payments")}):
        yield Subject(
            provider,
            pays=("sandbox_visa", None),
            declines=("sandbox_declined", None),
            lacks=("sandbox_no_funds", None),
            acts=("sandbox_3ds", None),
            act=lambda _, well: CONFIRMATION_CODE if well else "000000",
            fall_silent=lambda: setattr(provider, "silent", True),
            dispute=lambda payment: _disputed_in_the_sandbox(world, payment),
        )


@contextmanager
def _stripe(world: World, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Subject]:
    with stripe_for(world, monkeypatch, folder) as (server, adapter):
        yield Subject(
            adapter,
            pays=(METHOD, "pm_card_visa"),
            declines=(METHOD, "pm_card_chargeDeclined"),
            lacks=(METHOD, "pm_card_chargeDeclinedInsufficientFunds"),
            acts=(METHOD, "pm_card_threeDSecureRequired"),
            act=lambda asked, well: server.authenticate(str(asked.reference), succeeds=well),
            fall_silent=lambda: server.fail(StripeFault.HANGS_UP, on="POST /v1/payment_intents"),
            dispute=lambda payment: str(server.dispute(charge_of(server, payment))["id"]),
            today=lambda: paying.MORNING,
        )


@contextmanager
def _paypal(world: World, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Subject]:
    def act(asked: ChargeResult, well: bool) -> None:
        paypal.books.approve(str(asked.reference), Funding.GOOD if well else Funding.DECLINED)

    with paypal_for(world, monkeypatch, folder) as (paypal, adapter):
        yield Subject(
            adapter,
            pays=("paypal", paypal.save()),
            declines=("paypal", paypal.save(Funding.DECLINED)),
            lacks=("paypal", paypal.save(Funding.LACKS)),
            acts=("paypal", None),
            act=act,
            fall_silent=lambda: paypal.fail("POST .*/capture", PayPalFault.INTERNAL_AFTER),
            dispute=lambda payment: str(disputes.open_dispute(paypal.books, capture_of(paypal, payment))["dispute_id"]),
            fails_with="declined",
        )


def _disputed_in_the_sandbox(world: World, payment: Attempt) -> str:
    with world.tx_as("payments") as tx:
        tx.execute(
            "INSERT INTO sandbox_disputes (id, charge_id, amount) VALUES ('d1', :charge, :amount)",
            charge=payment.key,
            amount=payment.amount,
        )
    return "d1"


SUBJECTS: dict[str, Callable[..., AbstractContextManager[Subject]]] = {
    "paypal": _paypal,
    "sandbox": _sandbox,
    "stripe": _stripe,
}


@pytest.fixture(params=SUBJECTS)
def subject(
    request: pytest.FixtureRequest, database: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Subject]:
    with SUBJECTS[request.param](database, monkeypatch, tmp_path) as subject:
        yield subject


def test_a_good_method_is_captured_with_what_the_provider_keeps_of_it(subject: Subject) -> None:
    payment, result = subject.charged(subject.pays)

    assert result.outcome is Outcome.CAPTURED
    assert payment.reference
    assert result.amount == PRICE
    assert result.fee is not None
    assert 0 < result.fee.amount < PRICE.amount


def test_the_same_key_is_the_same_charge(subject: Subject) -> None:
    payment = subject.payment(subject.pays)

    assert subject.provider.charge(payment) == subject.provider.charge(payment)


def test_a_decline_is_final_and_missing_funds_are_not(subject: Subject) -> None:
    _, declined = subject.charged(subject.declines)
    _, without_funds = subject.charged(subject.lacks)

    assert (declined.outcome, declined.reason) == (Outcome.DECLINED, "declined")
    assert (without_funds.outcome, without_funds.reason) == (Outcome.DECLINED_FOR_NOW, "insufficient_funds")


def test_a_charge_without_an_answer_is_found_by_its_key(subject: Subject) -> None:
    payment = subject.payment(subject.pays)

    subject.fall_silent()
    with pytest.raises(OutcomeUnknown):
        subject.provider.charge(payment)
    found = subject.provider.look_up(payment)

    assert found is not None
    assert found.outcome is Outcome.CAPTURED
    assert subject.provider.charge(payment) == found


def test_a_key_nobody_used_is_not_found(subject: Subject) -> None:
    assert subject.provider.look_up(subject.payment(subject.pays)) is None


def test_a_second_step_captures_when_it_is_taken_and_stays_decided(subject: Subject) -> None:
    payment, asked = subject.charged(subject.acts)
    code = subject.act(asked, True)
    payment, captured = known(payment, subject.provider.resume(payment, code))

    assert asked.outcome is Outcome.REQUIRES_ACTION
    assert asked.next_action is not None
    assert captured.outcome is Outcome.CAPTURED
    assert subject.provider.resume(payment, None if code is None else "000000").outcome is Outcome.CAPTURED
    assert subject.provider.void(payment).outcome is Outcome.CAPTURED


def test_looking_at_a_second_step_that_was_not_taken_changes_nothing(subject: Subject) -> None:
    payment, asked = subject.charged(subject.acts)

    assert subject.provider.resume(payment, None).outcome is Outcome.REQUIRES_ACTION
    assert subject.provider.look_up(payment) == asked


def test_a_second_step_that_failed_is_final(subject: Subject) -> None:
    payment, asked = subject.charged(subject.acts)
    payment, failed = known(payment, subject.provider.resume(payment, subject.act(asked, False)))

    assert (failed.outcome, failed.reason) == (Outcome.DECLINED, subject.fails_with)
    assert subject.provider.resume(payment, None).outcome is Outcome.DECLINED


def test_a_voided_charge_can_no_longer_be_resumed(subject: Subject) -> None:
    payment, asked = subject.charged(subject.acts)

    assert subject.provider.void(payment).outcome is Outcome.VOIDED
    assert subject.provider.resume(payment, subject.act(asked, True)).outcome is Outcome.VOIDED


def test_what_is_captured_later_is_authorised_first(subject: Subject) -> None:
    payment, authorized = subject.charged(subject.pays, captured_later=True)
    payment, captured = known(payment, subject.provider.capture(payment))

    assert authorized.outcome is Outcome.AUTHORIZED
    assert (captured.outcome, captured.amount) == (Outcome.CAPTURED, PRICE)
    assert subject.provider.capture(payment).outcome is Outcome.CAPTURED


def test_what_was_authorised_and_voided_is_not_captured(subject: Subject) -> None:
    payment, _ = subject.charged(subject.pays, captured_later=True)

    assert subject.provider.void(payment).outcome is Outcome.VOIDED
    assert subject.provider.capture(payment).outcome is Outcome.VOIDED


def test_a_refund_happens_once_per_key_and_never_beyond_the_capture(subject: Subject) -> None:
    payment, part = subject.captured(), Money(amount=1500, currency="GBP")
    first, too_much = paying.refund(payment, part), paying.refund(payment, part)
    rest = paying.refund(payment, Money(amount=PRICE.amount - part.amount, currency="GBP"))

    assert _refunded(subject, first) is RefundOutcome.COMPLETED
    assert _refunded(subject, first) is RefundOutcome.COMPLETED
    assert _refunded(subject, too_much) is RefundOutcome.REFUSED
    assert _refunded(subject, rest) is RefundOutcome.COMPLETED


def test_a_refund_is_found_by_its_key(subject: Subject) -> None:
    refund = paying.refund(subject.captured(), PRICE)

    before = subject.provider.look_up_refund(refund)
    given = subject.provider.refund(refund)

    assert before is None
    assert subject.provider.look_up_refund(refund) == given


def test_what_was_not_captured_is_not_refunded(subject: Subject) -> None:
    declined, _ = subject.charged(subject.declines)

    assert _refunded(subject, paying.refund(declined, PRICE)) is RefundOutcome.REFUSED
    assert _refunded(subject, paying.refund(subject.payment(subject.pays), PRICE)) is RefundOutcome.REFUSED


@pytest.mark.parametrize("evidence", [EVIDENCE, None])
def test_an_answer_to_a_dispute_is_taken_and_repeating_it_changes_nothing(
    subject: Subject, evidence: dict[str, str] | None
) -> None:
    dispute = subject.dispute(subject.captured())

    assert subject.provider.answer_dispute(dispute, evidence)
    assert subject.provider.answer_dispute(dispute, evidence)


def test_a_dispute_that_nobody_opened_takes_no_answer(subject: Subject) -> None:
    assert not subject.provider.answer_dispute("PP-D-0", EVIDENCE)
    assert not subject.provider.answer_dispute("PP-D-0", None)


def test_what_moved_is_told_with_our_ids_in_parts_and_within_its_time(
    subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (sandbox, stripe, paypal_report):
        monkeypatch.setattr(module, "MOVEMENTS_AT_ONCE", 2)
    paid, earlier = subject.captured(), subject.captured()
    back = paying.refund(paid, Money(amount=500, currency="GBP"))
    assert _refunded(subject, back) is RefundOutcome.COMPLETED
    fee = subject.provider.look_up(paid).fee  # type: ignore[union-attr]

    moved = _moved(subject, -1, 1)

    assert fee is not None
    assert {(one.kind, one.source, one.amount, one.fee, one.currency) for one in moved} == {
        (MovedKind.CHARGE, paid.id, PRICE.amount, fee.amount, "GBP"),
        (MovedKind.CHARGE, earlier.id, PRICE.amount, fee.amount, "GBP"),
        (MovedKind.REFUND, back.id, -500, 0, "GBP"),
    }
    assert len({one.entry for one in moved}) == 3
    assert all(one.moved_at.tzinfo for one in moved)
    assert _moved(subject, 1, 2) == _moved(subject, -2, -1) == []


def _moved(subject: Subject, since: int, until: int) -> list[Movement]:
    """Read a report from one day before or after today to another, as many parts as it has."""
    now, found, page = subject.today(), [], None
    while True:
        part = subject.provider.list_movements(now + timedelta(days=since), now + timedelta(days=until), page)
        found += part.movements
        page = part.next
        if page is None:
            return found


def _refunded(subject: Subject, refund: Refund) -> RefundOutcome:
    return subject.provider.refund(refund).outcome
