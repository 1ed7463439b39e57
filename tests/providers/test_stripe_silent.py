"""What Stripe's adapter does when Stripe does not do as it should, and how it asks."""

import json
import logging
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.payments.domain import stripe_client, stripe_transport
from functions.payments.domain.provider import Outcome, OutcomeUnknown, RefundOutcome
from functions.payments.domain.providers.stripe import Stripe
from souk import invocation, settings
from souk.money import Money
from tests.providers.conftest import client_of
from tests.support.clock import FixedClock
from tests.support.paying import refund
from tests.support.paying_by_stripe import PRICE, a_payment, captures, paid
from tests.support.stripe_server.server import ContractServer, Fault

ROOT = Path(__file__).parents[2]
CHARGES = "POST /v1/payment_intents"


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


def test_a_stripe_that_gives_no_answers_is_left_alone(server: ContractServer, adapter: Stripe) -> None:
    server.fail(Fault.NOTHING, on=CHARGES, times=stripe_client.BREAKER.failures)
    for _ in range(stripe_client.BREAKER.failures):
        with pytest.raises(OutcomeUnknown):
            adapter.charge(a_payment())
    asked = len(server.requests)

    with pytest.raises(OutcomeUnknown, match="gives no answers"):
        adapter.charge(a_payment())

    assert len(server.requests) == asked


def test_refusals_are_answers(server: ContractServer, adapter: Stripe) -> None:
    for _ in range(stripe_client.BREAKER.failures + 1):
        adapter.charge(a_payment("pm_card_chargeDeclined"))

    assert adapter.charge(a_payment()).outcome is Outcome.CAPTURED


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


@pytest.mark.parametrize("fault", [Fault.NOTHING, Fault.HANGS_UP, Fault.BROKEN, Fault.BROKEN_AFTERWARDS])
def test_a_capture_without_an_answer_is_one_capture(server: ContractServer, adapter: Stripe, fault: Fault) -> None:
    asked = paid(adapter, captured_later=True)
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
