"""What Stripe's adapter does beyond the contract of all providers, and when Stripe does not do as it should."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.payments.domain import stripe_transport
from functions.payments.domain.model import Attempt
from functions.payments.domain.provider import ChargeResult, Outcome, OutcomeUnknown, RefundOutcome
from functions.payments.domain.providers.stripe import Stripe
from functions.payments.domain.stripe_amounts import read_amount, write_amount
from souk import invocation, settings
from souk.currency import SOLD_IN
from souk.money import Money
from tests.providers.conftest import client_of
from tests.support.clock import FixedClock
from tests.support.paying import payment, refund
from tests.support.paying_by_stripe import METHOD, stripe_for
from tests.support.stripe.server import ContractServer, Fault

ROOT = Path(__file__).parents[2]
PRICE = Money(amount=1999, currency="GBP")
CHARGES = "POST /v1/payment_intents"
VISA = "pm_card_visa"


@pytest.fixture
def stripe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[tuple[ContractServer, Stripe]]:
    with stripe_for(monkeypatch, tmp_path) as both:
        yield both


@pytest.fixture
def server(stripe: tuple[ContractServer, Stripe]) -> ContractServer:
    return stripe[0]


@pytest.fixture
def adapter(stripe: tuple[ContractServer, Stripe]) -> Stripe:
    return stripe[1]


def a_payment(token: str | None = VISA, price: Money = PRICE, *, captured_later: bool = False) -> Attempt:
    return payment(METHOD, price, token=token, captured_later=captured_later)


def paid(adapter: Stripe, token: str = VISA) -> Attempt:
    asked = a_payment(token)
    return replace(asked, reference=adapter.charge(asked).reference)


def captures(server: ContractServer) -> int:
    return len(server.events("payment_intent.succeeded"))


def pass_by(server: ContractServer, time: timedelta) -> None:
    assert isinstance(server.clock, FixedClock)
    server.clock.moment += time


@pytest.mark.parametrize("fault", [Fault.NOTHING, Fault.HANGS_UP, Fault.RATE_LIMITED, Fault.BUSY, Fault.HTML])
def test_what_got_no_answer_is_asked_for_again_and_charged_once(
    server: ContractServer, adapter: Stripe, fault: Fault
) -> None:
    asked = a_payment()
    server.fail(fault, on=CHARGES)

    with pytest.raises(OutcomeUnknown):
        adapter.charge(asked)
    again = adapter.charge(asked)

    assert again.outcome is Outcome.CAPTURED
    assert captures(server) == 1


def test_nobody_waits_longer_than_the_invocation_may_last(
    server: ContractServer, adapter: Stripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = a_payment()
    server.fail(Fault.TOO_LATE, on=CHARGES)
    waits: list[float | None] = []

    def patience(seconds: float | None) -> float | None:
        waits.append(seconds)
        return 0.2

    monkeypatch.setattr(stripe_transport, "patience", patience)
    with pytest.raises(OutcomeUnknown, match="TimeoutError"):
        adapter.charge(asked)
    monkeypatch.setattr(stripe_transport, "patience", invocation.patience)

    assert waits == [stripe_transport._CONNECT_SECONDS, stripe_transport._ANSWER_SECONDS]
    assert adapter.charge(asked).outcome is Outcome.CAPTURED
    assert captures(server) == 1


def test_a_failure_that_stripe_remembers_is_looked_behind(server: ContractServer, adapter: Stripe) -> None:
    moved, nothing = a_payment(), a_payment()

    server.fail(Fault.BROKEN_AFTERWARDS, on=CHARGES)
    found = adapter.charge(moved)
    server.fail(Fault.BROKEN, on=CHARGES)
    with pytest.raises(OutcomeUnknown):
        adapter.charge(nothing)

    assert (found.outcome, found.amount) == (Outcome.CAPTURED, PRICE)
    assert adapter.charge(moved) == found
    assert adapter.look_up(nothing) is None


def test_another_question_under_a_key_finds_what_the_first_came_to(server: ContractServer, adapter: Stripe) -> None:
    asked = a_payment()
    first = adapter.charge(asked)

    assert adapter.charge(replace(asked, amount=2000)) == first
    assert captures(server) == 1


def test_a_charge_is_found_by_its_key_at_once_and_much_later(server: ContractServer, adapter: Stripe) -> None:
    asked = a_payment()
    charged = adapter.charge(asked)

    at_once = adapter.look_up(asked)
    pass_by(server, timedelta(days=3))
    later = adapter.look_up(asked)

    assert at_once == later == charged


def test_many_charges_of_others_do_not_hide_one(server: ContractServer, adapter: Stripe) -> None:
    asked = a_payment()
    charged = adapter.charge(asked)
    client = client_of(server.url)
    for _ in range(101):
        client.v1.payment_intents.create({"amount": 100, "currency": "gbp"})

    assert adapter.look_up(asked) == charged


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
    taken, given_up = a_payment(captured_later=True), a_payment(captured_later=True)
    taken, given_up = (replace(each, reference=adapter.charge(each).reference) for each in (taken, given_up))
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


def test_the_second_step_is_taken_on_a_page_that_leads_back(server: ContractServer, adapter: Stripe) -> None:
    asked = a_payment("pm_card_threeDSecureRequired")

    result = adapter.charge(asked)

    assert result.next_action is not None
    assert result.next_action.type == "redirect"
    page = f"return_url=https%3A%2F%2Fsouk.test%2Fcheckout%2F{asked.order_id}%3Fpayment%3D{asked.id}"
    assert page in str(result.next_action.value)


def test_a_step_without_a_page_is_for_the_script(server: ContractServer, adapter: Stripe) -> None:
    asked = a_payment("pm_card_threeDSecureRequired")
    reference = str(adapter.charge(asked).reference)
    intent = server.books.things[reference]
    intent["next_action"] = {"type": "use_stripe_sdk", "use_stripe_sdk": {}}

    found = adapter.look_up(replace(asked, reference=reference))

    assert found is not None
    assert found.next_action is not None
    assert (found.next_action.type, found.next_action.value) == ("script", intent["client_secret"])


def test_what_the_page_knows_of_a_failed_payment_is_worth_nothing(server: ContractServer, adapter: Stripe) -> None:
    asked = a_payment("pm_card_threeDSecureRequired")
    asked = replace(asked, reference=adapter.charge(asked).reference)
    server.authenticate(str(asked.reference), succeeds=False)

    failed = adapter.resume(asked, None)

    assert failed == ChargeResult(Outcome.DECLINED, asked.reference, "confirmation_failed")
    assert server.books.things[str(asked.reference)]["status"] == "canceled"


def test_an_authorisation_that_ran_out_is_not_captured(server: ContractServer, adapter: Stripe) -> None:
    asked = a_payment(captured_later=True)
    asked = replace(asked, reference=adapter.charge(asked).reference)
    server.expire(str(asked.reference))

    assert adapter.capture(asked).outcome is Outcome.VOIDED
    assert captures(server) == 0


@pytest.mark.parametrize("fault", [Fault.NOTHING, Fault.HANGS_UP, Fault.BROKEN, Fault.BROKEN_AFTERWARDS])
def test_a_capture_without_an_answer_is_one_capture(server: ContractServer, adapter: Stripe, fault: Fault) -> None:
    asked = a_payment(captured_later=True)
    asked = replace(asked, reference=adapter.charge(asked).reference)
    server.fail(fault, on=f"{CHARGES}/{asked.reference}/capture")

    with suppress(OutcomeUnknown):
        adapter.capture(asked)
    if fault is Fault.BROKEN:
        pass_by(server, timedelta(days=1))
    taken = adapter.capture(asked)

    assert (taken.outcome, taken.amount) == (Outcome.CAPTURED, PRICE)
    assert captures(server) == 1


@pytest.mark.parametrize("fault", [Fault.NOTHING, Fault.HANGS_UP, Fault.BROKEN_AFTERWARDS, Fault.HTML])
def test_a_refund_without_an_answer_is_one_refund(server: ContractServer, adapter: Stripe, fault: Fault) -> None:
    asked = refund(paid(adapter), Money(amount=500, currency="GBP"))
    server.fail(fault, on="POST /v1/refunds")

    with suppress(OutcomeUnknown):
        adapter.refund(asked)
    given = adapter.refund(asked)

    assert given.outcome is RefundOutcome.COMPLETED
    assert adapter.look_up_refund(asked) == given
    assert len(server.events("refund.created")) == 1


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


def test_a_key_that_was_changed_is_read_anew(
    server: ContractServer, adapter: Stripe, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept = tmp_path / "stripe.json"
    account = json.loads(kept.read_text())
    kept.write_text(json.dumps(account | {"secret_key": "sk_test_of_yesterday"}))
    settings.forget()
    with pytest.raises(OutcomeUnknown):
        adapter.charge(a_payment())

    kept.write_text(json.dumps(account))

    assert adapter.charge(a_payment()).outcome is Outcome.CAPTURED


def test_one_connection_is_kept_and_replaced_when_stripe_closed_it(server: ContractServer, adapter: Stripe) -> None:
    adapter.charge(a_payment())
    transport: Any = adapter._api._transport
    first = transport._kept
    adapter.charge(a_payment())
    again = transport._kept
    first.sock.close()
    first.sock = _Closed()

    assert adapter.charge(a_payment()).outcome is Outcome.CAPTURED
    assert first is again
    assert transport._kept is not first


class _Closed:
    """The end of a connection that the other side has closed."""

    def settimeout(self, seconds: float | None) -> None:
        raise BrokenPipeError

    def close(self) -> None:
        pass


def test_nothing_that_pays_is_logged(
    server: ContractServer, adapter: Stripe, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        adapter.charge(a_payment("pm_card_threeDSecureRequired"))
        adapter.charge(a_payment("pm_of_somebody"))
        adapter.charge(a_payment("pm_card_chargeDeclined"))
        server.fail(Fault.BROKEN, on=CHARGES)
        with pytest.raises(OutcomeUnknown) as unknown:
            adapter.charge(a_payment())

    said = caplog.text + "".join(capsys.readouterr()) + repr(unknown.value) + repr(unknown.value.__cause__)
    assert "stripe_refused" in said
    assert [secret for secret in ("pm_", "_secret_", "sk_test", "4242", "souk_payment") if secret in said] == []


def test_a_function_that_does_not_ask_stripe_does_not_load_its_library() -> None:
    program = """
import sys
sys.path[:0] = ["layers/souk/python", "."]
import functions.payments.charge_order, functions.payments.receive_webhook
from functions.payments.domain.provider import Providers
found = Providers.open().named("stripe")
print(sorted(sys.modules.keys() & {"stripe", "requests", "httpx", "asyncio"}))
found._api.check("{}", "t=1,v1=0")
print(sorted(sys.modules.keys() & {"stripe", "requests", "httpx", "aiohttp"}))
"""
    secret = {"SOUK_PROVIDER_STRIPE_SECRET": "/dev/stdin", "SOUK_PAYMENT_PROVIDERS": "stripe", "SOUK_STAGE": "local"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"SOUK_PUBLIC_URL": "https://souk.test", **secret},
        input='{"secret_key": "sk", "webhook_secret": "whsec"}',
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.splitlines() == ["[]", "['stripe']"], done.stderr
