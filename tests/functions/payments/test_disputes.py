"""A dispute is noted as its provider tells of it, and answered by an administrator."""

import json
from datetime import timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest

from functions.payments import charge_order
from functions.payments.disputes import send_answers
from functions.payments.disputes.domain.model import TRANSITIONS, DisputeState
from functions.payments.domain import refund_store
from functions.payments.domain.provider import OutcomeUnknown, Providers
from functions.payments.domain.providers.sandbox import Sandbox, sign
from souk.ids import uuid7
from tests.support import api, bus, paying, sales
from tests.support.world import World

EVIDENCE = {"text": "It was signed for.", "carrier": "Post", "tracking_number": "RR 1", "shipped_on": "2026-11-18"}


@pytest.fixture
def charge(database: World) -> UUID:
    """A payment of 4598 pence."""
    order = sales.placed()
    bus.deliver(charge_order, order)
    transaction_id: UUID = paying.transactions(order.order_id)[0]["id"]
    with database.tx_as("payments") as tx:
        tx.execute(
            "INSERT INTO sandbox_disputes (id, charge_id, amount) VALUES ('d1', :charge, 4598)",
            charge=str(transaction_id),
        )
    return transaction_id


def _told(charge: object, status: str = "open", number: str = "n1", **others: Any) -> int:
    """Let the sandbox tell how the dispute d1 stands."""
    notice = {
        "id": number,
        "type": f"dispute.{status}",
        "charge": str(charge),
        "dispute": "d1",
        "amount": {"amount": 4598, "currency": "GBP"},
        "reason": "product_not_received",
        "due_at": "2026-12-04T00:00:00Z",
    }
    body = json.dumps(notice | others)
    time = str(int(paying.MORNING.timestamp()))
    signature = sign(time, body, "a-webhook-secret-for-tests")
    return api.call(
        "POST /api/payments/webhooks/{provider}",
        path={"provider": "sandbox"},
        body=body,
        headers={"Souk-Signature": f"t={time},v1={signature}"},
        clock=paying.clock(),
    ).status


def _disputes() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.call("GET /api/admin/disputes", as_=api.admin()).json["items"]
    return found


def _answer(dispute: dict[str, Any], **body: Any) -> api.Answer:
    return api.call(
        "PUT /api/admin/disputes/{dispute_id}/answer", as_=api.admin(), path={"dispute_id": dispute["id"]}, body=body
    )


def _send(provider: Sandbox | None = None, later: int = 0) -> None:
    clock = paying.clock()
    clock.moment += timedelta(days=20, minutes=later)
    api.invoke(send_answers.handler, {}, {"providers": Providers(provider or Sandbox()), "clock": clock})


def _in_the_books(database: World) -> str | None:
    with database.tx_as("payments") as tx:
        found: str | None = tx.value("SELECT answer FROM sandbox_disputes WHERE id = 'd1'")
    return found


def _left(database: World) -> int:
    with database.tx_as("payments") as tx:
        return int(tx.value("SELECT captured_amount - refunded_amount - disputed_amount FROM transactions"))


def test_every_state_leads_to_an_end_and_can_be_reached() -> None:
    reached, waiting = {DisputeState.OPEN}, [DisputeState.OPEN]
    while waiting:
        fresh = TRANSITIONS[waiting.pop()] - reached
        reached |= fresh
        waiting += fresh

    assert reached == set(TRANSITIONS) == set(DisputeState)
    assert [state for state in TRANSITIONS if not TRANSITIONS[state]] == [DisputeState.WON, DisputeState.LOST]


def test_a_dispute_is_noted_once_however_often_it_is_told(
    database: World, charge: UUID, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = [_told(charge, number=number) for number in ("n1", "n1", "n2")]

    [dispute] = _disputes()
    assert answers == [204] * 3
    assert (dispute["status"], dispute["reason"]) == ("open", "product_not_received")
    assert dispute["amount"] == {"amount": 4598, "currency": "GBP"}
    assert dispute["answer_until"].startswith("2026-12-04")
    assert [event.reason for event in bus.recorded("payment.disputed")] == ["product_not_received"]  # type: ignore[attr-defined]
    assert capsys.readouterr().out.count('"DisputesOpened":1') == 1
    assert _left(database) == 0


@pytest.mark.parametrize("told", list(permutations([("open", "n1"), ("won", "n2"), ("won", "n3")])))
def test_a_dispute_that_is_won_ends_so_in_whatever_order_it_is_told(
    database: World, charge: UUID, told: tuple[tuple[str, str], ...]
) -> None:
    for status, number in told:
        _told(charge, status, number)

    [dispute] = _disputes()
    assert dispute["status"] == "won"
    assert dispute["closed_at"]
    assert sorted(event.sequence for event in bus.recorded() if event.name.startswith("payment.dispute")) == [1, 2]
    assert _left(database) == 4598


def test_what_is_decided_stays_so(database: World, charge: UUID) -> None:
    _told(charge, "lost", "n1")
    _told(charge, "won", "n2")

    [dispute] = _disputes()
    assert dispute["status"] == "lost"
    assert [event.outcome for event in bus.recorded("payment.dispute_closed")] == ["lost"]  # type: ignore[attr-defined]
    assert _left(database) == 0


def test_what_is_held_back_is_not_refunded_besides(database: World, charge: UUID) -> None:
    _told(charge)

    with database.tx_as("payments") as tx, pytest.raises(RuntimeError, match="has less left"):
        refund_store.claim(tx, charge, 1, "order_cancelled", paying.MORNING)

    assert _left(database) == 0


@pytest.mark.parametrize("others", [{"charge": "x"}, {"charge": str(uuid7())}, {"dispute": None}, {"amount": None}])
def test_a_dispute_that_is_not_of_a_charge_of_ours_is_kept_and_that_is_all(
    database: World, charge: UUID, others: dict[str, Any]
) -> None:
    assert _told(**{"charge": charge} | others) == 204
    assert _disputes() == []
    assert _left(database) == 4598


def test_evidence_is_sent_once_and_its_dispute_can_be_won_then(database: World, charge: UUID) -> None:
    _told(charge)
    [dispute] = _disputes()

    answered = _answer(dispute, evidence=EVIDENCE)
    before = _in_the_books(database)
    _send()
    _send(later=10)

    assert (answered.status, answered.json["status"], before) == (200, "answering", None)
    assert _in_the_books(database) == EVIDENCE["text"]
    assert [(one["status"], one["evidence"]) for one in _disputes()] == [("answered", EVIDENCE)]
    _told(charge, "won", "n2")
    assert [one["status"] for one in _disputes()] == ["won"]


def test_a_dispute_can_be_accepted(database: World, charge: UUID) -> None:
    _told(charge)
    [dispute] = _disputes()

    _answer(dispute, accept=True)
    _send()

    assert _in_the_books(database) == "accepted"
    assert [(one["status"], one["accepted"]) for one in _disputes()] == [("accepted", True)]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"accept": True, "evidence": EVIDENCE},
        {"evidence": {"text": ""}},
        {"evidence": EVIDENCE | {"text": "x" * 3001}},
        {"evidence": EVIDENCE | {"carrier": "two\nlines"}},
        {"evidence": EVIDENCE | {"shipped_on": "soon"}},
    ],
)
def test_an_answer_that_says_nothing_or_too_much_changes_nothing(
    database: World, charge: UUID, body: dict[str, Any]
) -> None:
    _told(charge)
    [dispute] = _disputes()

    answer = _answer(dispute, **body)

    assert (answer.status, answer.code) == (422, "validation_failed")
    assert _disputes() == [dispute]


def test_a_dispute_is_answered_once(database: World, charge: UUID) -> None:
    _told(charge)
    [dispute] = _disputes()
    _answer(dispute, accept=True)

    again = _answer(dispute, evidence=EVIDENCE)

    assert (again.status, again.code) == (409, "dispute_not_answerable")
    assert [one["accepted"] for one in _disputes()] == [True]


def test_an_answer_that_the_provider_did_not_hear_is_sent_again(database: World, charge: UUID) -> None:
    class Deaf(Sandbox):
        def answer_dispute(self, reference: str, evidence: Any) -> bool:
            raise OutcomeUnknown(reference)

    _told(charge)
    _answer(_disputes()[0], accept=True)

    _send(Deaf())
    between = _disputes()[0]["status"]
    _send(later=10)

    assert between == "answering"
    assert _disputes()[0]["status"] == "accepted"


def test_an_answer_that_is_not_taken_any_more_is_for_people_to_look_at(
    database: World, charge: UUID, capsys: pytest.CaptureFixture[str]
) -> None:
    _told(charge)
    _answer(_disputes()[0], evidence=EVIDENCE)
    with database.tx_as("payments") as tx:
        tx.execute("DELETE FROM sandbox_disputes")

    _send()

    assert _disputes()[0]["status"] == "open"
    assert '"DisputeAnswersRefused":1' in capsys.readouterr().out


def test_disputes_are_shown_to_administrators_alone(database: World, charge: UUID) -> None:
    _told(charge)
    [dispute] = _disputes()
    route = "GET /api/admin/disputes/{dispute_id}"

    shown = api.call(route, as_=api.admin(), path={"dispute_id": dispute["id"]})
    refused = api.call(route, as_=api.customer(), path={"dispute_id": dispute["id"]})
    unknown = api.call(route, as_=api.admin(), path={"dispute_id": uuid7()})

    assert shown.json == dispute
    assert (refused.status, unknown.status, unknown.code) == (403, 404, "dispute_not_found")
