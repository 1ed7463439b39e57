"""The second step of a payment."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from functions.payments import charge_order, refund_cancelled_order, retry_charges
from functions.payments.domain.provider import Providers
from souk.ids import uuid7
from tests.support import api, bus, paying, sales
from tests.support.world import World

ROUTE = "POST /api/payments/transactions/{transaction_id}/confirmation"


def _waiting() -> tuple[Any, UUID]:
    order = sales.placed("sandbox_3ds", amount=4598)
    bus.deliver(charge_order, order)
    return order, paying.transactions(order.order_id)[0]["id"]


def _confirm(order: Any, transaction_id: UUID, code: str = "123456", **handed: Any) -> api.Answer:
    return api.call(
        ROUTE,
        as_=api.customer(order.customer_id),
        path={"transaction_id": transaction_id},
        body={"code": code},
        **handed,
    )


def test_the_right_code_completes_the_payment(database: World) -> None:
    order, transaction_id = _waiting()

    answer = _confirm(order, transaction_id)

    assert (answer.status, answer.json["status"]) == (200, "completed")
    assert paying.charged(order.order_id) == 4598
    assert [event.sequence for event in bus.recorded()] == [1, 2, 3]
    assert len(bus.recorded("payment.completed")) == 1


def test_a_wrong_code_fails_the_payment_for_good(database: World) -> None:
    order, transaction_id = _waiting()

    answer = _confirm(order, transaction_id, "000000")

    assert (answer.json["status"], answer.json["failure_reason"]) == ("failed", "confirmation_failed")
    (failure,) = bus.recorded("payment.failed")
    assert failure.final  # type: ignore[attr-defined]
    assert paying.charged(order.order_id) == 0


def test_a_payment_that_somebody_holds_is_tried_again_in_a_moment(database: World) -> None:
    order, transaction_id = _waiting()
    database.database("payments").write(lambda tx: tx.execute("SET lock_timeout = '100ms'"))

    with database.tx_as("admin") as other:
        other.execute("SELECT FROM payments.transactions FOR UPDATE")
        busy = _confirm(order, transaction_id)

    assert (busy.status, busy.json["code"], busy.headers["Retry-After"]) == (503, "unavailable", "1")
    assert paying.statuses(order.order_id) == ["requires_action"]
    assert _confirm(order, transaction_id).json["status"] == "completed"


@pytest.mark.parametrize("code", ["123456", "000000"])
def test_confirming_again_shows_what_was_decided(database: World, code: str) -> None:
    order, transaction_id = _waiting()

    answers = [_confirm(order, transaction_id, each) for each in (code, "000000", "123456")]

    assert [answer.status for answer in answers] == [200, 200, 200]
    assert len({answer.text for answer in answers}) == 1
    assert len(bus.recorded()) == 3


def test_the_payment_of_somebody_else_does_not_exist(database: World) -> None:
    order, transaction_id = _waiting()

    stranger = api.call(ROUTE, as_=api.customer(), path={"transaction_id": transaction_id}, body={"code": "123456"})
    nobody = _confirm(order, uuid7())

    assert (stranger.status, stranger.code) == (nobody.status, nobody.code) == (404, "transaction_not_found")
    assert paying.statuses(order.order_id) == ["requires_action"]


def test_a_cancelled_order_cannot_be_confirmed(database: World) -> None:
    order, transaction_id = _waiting()
    cancellation = sales.cancelled(order)

    before = _confirm(order, transaction_id)
    bus.deliver(refund_cancelled_order, cancellation)
    after = _confirm(order, transaction_id)

    assert [(answer.status, answer.code) for answer in (before, after)] == [(409, "confirmation_not_expected")] * 2
    assert paying.statuses(order.order_id) == ["voided"]


@pytest.mark.parametrize(("acts", "status"), [(True, "completed"), (False, "requires_action")])
def test_a_confirmation_without_an_answer_is_looked_up(database: World, acts: bool, status: str) -> None:
    order, transaction_id = _waiting()
    clock, providers = paying.clock(), Providers(paying.SilentProvider(also_acts=acts))

    answer = _confirm(order, transaction_id, providers=providers, clock=clock)
    meanwhile = _confirm(order, transaction_id, clock=clock)
    api.invoke(retry_charges.handler, {}, {"providers": providers, "clock": clock})

    assert (answer.status, answer.json["status"]) == (200, "confirming")
    assert (meanwhile.status, meanwhile.code) == (409, "request_in_progress")
    assert paying.statuses(order.order_id) == [status]
    assert len(bus.recorded("payment.action_required")) == 1
    assert len(bus.recorded("payment.completed")) == acts


def test_an_order_cancelled_during_its_confirmation_is_refunded(database: World) -> None:
    order, transaction_id = _waiting()
    clock, providers = paying.clock(), Providers(paying.SilentProvider(also_acts=True))
    _confirm(order, transaction_id, providers=providers, clock=clock)

    cancellation = sales.cancelled(order)
    bus.deliver(refund_cancelled_order, cancellation, providers=providers, clock=clock)
    clock.moment += timedelta(minutes=2)
    bus.deliver(refund_cancelled_order, cancellation, providers=providers, clock=clock)

    assert paying.statuses(order.order_id) == ["refunded"]
    assert paying.charged(order.order_id) == 0


@pytest.mark.parametrize(
    "body", [{}, {"code": None}, {"code": ""}, {"code": "1" * 65}, {"code": "123456", "card": "4242"}]
)
def test_a_confirmation_takes_a_code_and_nothing_else(database: World, body: dict[str, str]) -> None:
    order, transaction_id = _waiting()

    answer = api.call(ROUTE, as_=api.customer(order.customer_id), path={"transaction_id": transaction_id}, body=body)

    assert answer.status == 422
    assert paying.statuses(order.order_id) == ["requires_action"]
