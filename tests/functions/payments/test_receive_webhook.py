"""What a provider sends by webhook is checked, kept and acted on once."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from functions.payments import charge_order, refund_cancelled_order, retry_refunds
from functions.payments.domain.provider import OutcomeUnknown, Providers
from functions.payments.domain.providers.sandbox import sign
from souk.ids import uuid7
from souk.limits import Limit
from tests.support import api, bus, paying, sales
from tests.support.world import World, registry

ROUTE = "POST /api/payments/webhooks/{provider}"
SECRET = "a-webhook-secret-for-tests"


@pytest.fixture
def unanswered(database: World) -> tuple[Any, UUID]:
    """An order whose provider has not answered yet."""
    order = sales.placed(amount=4598)
    silent = Providers(paying.ScriptedProvider(*[OutcomeUnknown()] * 2))
    bus.deliver(charge_order, order, providers=silent, clock=paying.clock())
    return order, paying.transactions(order.order_id)[0]["id"]


def _notice(charge: object, kind: str = "charge.captured", number: str = "n1") -> str:
    return json.dumps({"id": number, "type": kind, "charge": str(charge)})


def _send(body: str, provider: str = "sandbox", secret: str = SECRET) -> api.Answer:
    time = str(int(paying.MORNING.timestamp()))
    return api.call(
        ROUTE,
        path={"provider": provider},
        body=body,
        headers={"Souk-Signature": f"t={time},v1={sign(time, body, secret)}"},
        clock=paying.clock(),
    )


def _kept(world: World) -> list[str]:
    with world.tx_as("payments") as tx:
        return [row["body"] for row in tx.rows("SELECT body FROM webhooks")]


def test_a_notice_of_a_capture_completes_the_payment_once(database: World, unanswered: tuple[Any, UUID]) -> None:
    order, transaction_id = unanswered
    body = _notice(transaction_id)

    answers = [_send(body).status for _ in range(3)] + [_send(_notice(transaction_id, number="n2")).status]

    assert answers == [204] * 4
    assert paying.statuses(order.order_id) == ["completed"]
    assert len(bus.recorded("payment.completed")) == 1
    assert _kept(database) == [body, _notice(transaction_id, number="n2")]


def test_a_notice_of_a_decline_fails_the_payment(database: World, unanswered: tuple[Any, UUID]) -> None:
    order, transaction_id = unanswered

    _send(_notice(transaction_id, "charge.declined"))

    assert paying.statuses(order.order_id) == ["failed"]
    assert [event.final for event in bus.recorded("payment.failed")] == [True]  # type: ignore[attr-defined]


def test_a_capture_after_the_order_was_given_up_is_booked_and_sent_back(database: World) -> None:
    order = sales.placed("sandbox_3ds")
    bus.deliver(charge_order, order)
    bus.deliver(refund_cancelled_order, sales.cancelled(order))
    (transaction,) = paying.transactions(order.order_id)
    with database.tx_as("payments") as tx:
        tx.execute("UPDATE sandbox_charges SET status = 'captured'")

    _send(_notice(transaction["id"]))
    api.invoke(retry_refunds.handler, {}, {"clock": paying.clock()})

    assert transaction["status"] == "voided"
    assert paying.statuses(order.order_id) == ["refunded"]
    assert paying.charged(order.order_id) == 0


def test_a_notice_of_another_amount_changes_nothing_and_is_counted(
    database: World, unanswered: tuple[Any, UUID], capsys: pytest.CaptureFixture[str]
) -> None:
    order, transaction_id = unanswered
    told = json.loads(_notice(transaction_id)) | {"amount": {"amount": 4597, "currency": "GBP"}}

    answer = _send(json.dumps(told))

    assert answer.status == 204
    assert paying.statuses(order.order_id) == ["unknown"]
    assert '"AmountsDisagree":1' in capsys.readouterr().out


def test_a_second_capture_of_a_charge_that_stands_is_counted(
    database: World, capsys: pytest.CaptureFixture[str]
) -> None:
    order = sales.placed()
    bus.deliver(charge_order, order)
    with database.tx_as("payments") as tx:
        tx.execute("UPDATE transactions SET reference = 'another'")

    _send(_notice(paying.transactions(order.order_id)[0]["id"]))

    assert paying.statuses(order.order_id) == ["completed"]
    assert '"CapturedTwice":1' in capsys.readouterr().out
    assert len(bus.recorded("payment.completed")) == 1


def test_a_notice_that_something_happened_has_the_provider_asked_at_once(database: World) -> None:
    order = sales.placed("sandbox_3ds")
    bus.deliver(charge_order, order)
    (transaction,) = paying.transactions(order.order_id)
    with database.tx_as("payments") as tx:
        tx.execute("UPDATE sandbox_charges SET status = 'captured'")

    answers = [_send(_notice(transaction["id"], "charge.changed", number)).status for number in ("n1", "n1", "n2")]

    assert answers == [204] * 3
    assert (transaction["status"], paying.statuses(order.order_id)) == ("requires_action", ["completed"])
    assert len(bus.recorded("payment.completed")) == 1


def test_a_decline_after_the_capture_changes_nothing(database: World) -> None:
    order = sales.placed()
    bus.deliver(charge_order, order)
    (transaction,) = paying.transactions(order.order_id)

    _send(_notice(transaction["id"], "charge.declined"))

    assert paying.statuses(order.order_id) == ["completed"]
    assert bus.recorded("payment.failed") == []


@pytest.mark.parametrize("charge", [uuid7(), "not-ours", ""])
def test_a_notice_about_a_charge_that_is_not_ours_is_kept_and_that_is_all(database: World, charge: object) -> None:
    answer = _send(_notice(charge))

    assert answer.status == 204
    assert len(_kept(database)) == 1
    assert bus.recorded() == []


def test_a_forged_notice_is_refused_and_not_kept(database: World, unanswered: tuple[Any, UUID]) -> None:
    order, transaction_id = unanswered

    answer = _send(_notice(transaction_id), secret="guessed")

    assert (answer.status, answer.code) == (401, "invalid_signature")
    assert _kept(database) == []
    assert paying.statuses(order.order_id) == ["unknown"]


def test_a_provider_nobody_works_with_is_not_found(database: World) -> None:
    answer = _send(_notice("k"), provider="stripe")

    assert (answer.status, answer.code) == (404, "provider_not_found")


CHARGE = '"charge": "x", "type": "x"}'


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ('{"id": "a\\u0000", ' + CHARGE, 400, "malformed_text"),
        ('{"id": "a\\ud800", ' + CHARGE, 400, "malformed_json"),
        ("[" * 20_000, 400, "malformed_json"),
        ("", 400, "malformed_json"),
        ('{"id": "' + "x" * 9_000 + '", ' + CHARGE, 422, "validation_failed"),
        ('{"id": "", ' + CHARGE, 422, "validation_failed"),
        ('{"id": 7, ' + CHARGE, 422, "validation_failed"),
        ('{"id": null, ' + CHARGE, 422, "validation_failed"),
        ("[]", 422, "validation_failed"),
        ('{"id": "' + "x" * 300_000 + '", ' + CHARGE, 413, "body_too_large"),
    ],
    ids=["NUL", "surrogate", "deep", "nothing", "long", "empty", "number", "null", "list", "large"],
)
def test_what_is_signed_and_no_notice_is_refused_and_not_kept(
    database: World, body: str, status: int, code: str
) -> None:
    answer = _send(body)

    assert (answer.status, answer.code) == (status, code)
    assert _kept(database) == []


@pytest.mark.parametrize("time", ["9" * 5_000, "9" * 13, "9" * 12, "0", "-1", "1e9", "", "\u0661\u0662", "\ud800"])
def test_a_time_that_is_none_is_refused(database: World, time: str) -> None:
    body = _notice(uuid7())
    signature = "" if time == "\ud800" else sign(time, body, SECRET)

    answer = api.call(
        ROUTE,
        path={"provider": "sandbox"},
        body=body,
        headers={"Souk-Signature": f"t={time},v1={signature}"},
        clock=paying.clock(),
    )

    assert (answer.status, answer.code) == (401, "invalid_signature")
    assert _kept(database) == []


def test_a_provider_is_not_held_to_the_limit_of_a_customer(database: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOUK_RATE_LIMIT", "1")

    answers = [_send(_notice(uuid7(), number=f"n{number}")) for number in range(5)]

    assert [answer.status for answer in answers] == [204] * 5
    assert answers[-1].headers["RateLimit-Limit"] == "600"


def test_whoever_sends_forged_notices_without_end_is_put_off_and_others_are_not(
    database: World, unanswered: tuple[Any, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    order, transaction_id = unanswered
    body = _notice(transaction_id)
    function = registry().operation(ROUTE)
    monkeypatch.setattr(function, "spec", replace(function.spec, limit=Limit(5, seconds=86_400)))
    forged: dict[str, Any] = {"body": body, "headers": {"Souk-Signature": "t=1,v1=00"}}

    answers = [api.call(ROUTE, address="192.0.2.66", path={"provider": "sandbox"}, **forged) for _ in range(6)]

    assert [answer.code for answer in answers] == ["invalid_signature"] * 5 + ["rate_limited"]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert _kept(database) == []
    assert _send(body).status == 204
    assert paying.statuses(order.order_id) == ["completed"]
