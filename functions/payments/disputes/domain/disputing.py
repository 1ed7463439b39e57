"""A dispute is noted as its provider tells of it, and answered once somebody has said how.

The answer is committed before it is sent, with no transaction open, and sent again until the provider took it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from events.payments import PaymentDisputeClosed, PaymentDisputed
from functions.payments.disputes.domain import store
from functions.payments.disputes.domain.model import (
    ANSWER_MISSING,
    TRANSITIONS,
    AnswerDispute,
    Dispute,
    DisputeState,
    NotAnswerable,
)
from functions.payments.domain.model import LEASE, WORK_TIME, Attempt
from functions.payments.domain.provider import DisputeNotice, Providers, answer, unanswered
from functions.payments.domain.store import lock_with_others
from souk import Clock, Database, Json, Transaction
from souk.errors import Invalid
from souk.logs import count, logger


def note(tx: Transaction, charged: Attempt, notice: DisputeNotice) -> None:
    """Write down how a dispute stands at its provider; what was said before, or comes too late, changes nothing."""
    lock_with_others(tx, charged.id)
    dispute = store.open_dispute(tx, charged, notice)
    if dispute is None:
        dispute = store.lock_known(tx, charged, notice.reference)
    else:
        store.hold_back(tx, charged.id, dispute.amount)
        count(DisputesOpened=1)
        tx.record(PaymentDisputed(**_of(dispute), reason=dispute.reason, sequence=1))
    decided = DisputeState(notice.status)
    if decided is DisputeState.OPEN or decided not in TRANSITIONS[dispute.status]:
        return
    store.move(tx, dispute, decided)
    if decided is DisputeState.WON:
        store.hold_back(tx, charged.id, -dispute.amount)
    tx.record(PaymentDisputeClosed(**_of(dispute), outcome=decided.value, sequence=2))


def answer_dispute(tx: Transaction, dispute_id: UUID, body: AnswerDispute, now: datetime) -> Json:
    """Say what the provider is to be told of an open dispute.

    Raises Invalid, NotFound or NotAnswerable.
    """
    if body.accept == (body.evidence is not None):
        raise Invalid(ANSWER_MISSING.at("evidence"))
    dispute = store.lock(tx, dispute_id)
    if dispute.status is not DisputeState.OPEN:
        raise NotAnswerable(f"The dispute is {dispute.status.value}.")
    store.move(tx, dispute, DisputeState.ANSWERING, now, body)
    return store.show(tx, dispute_id)


def send_answers(database: Database, providers: Providers, clock: Clock) -> None:
    """Tell the providers what is said of their disputes; one without an answer is told again later."""
    stop_at = clock.now() + WORK_TIME
    while clock.now() < stop_at:
        dispute = database.write(lambda tx: store.lease(tx, clock.now(), clock.now() + LEASE))
        if dispute is None:
            return
        _send(database, providers, clock, dispute)


def _send(database: Database, providers: Providers, clock: Clock, dispute: Dispute) -> None:
    taken = answer(lambda: providers.asked(dispute.provider).answer_dispute(dispute.reference, _evidence(dispute)))
    if taken is not None:
        return database.write(lambda tx: _finish(tx, dispute.id, taken=taken))
    again_at = unanswered(dispute.tries, clock.now())
    return database.write(lambda tx: store.ask_again(tx, dispute.id, again_at))


def _finish(tx: Transaction, dispute_id: UUID, *, taken: bool) -> None:
    dispute = store.lock(tx, dispute_id)
    if dispute.status is not DisputeState.ANSWERING:
        return
    if not taken:
        logger().error("dispute_answer_refused", extra={"dispute_id": dispute.id})
        count(DisputeAnswersRefused=1)
        store.move(tx, dispute, DisputeState.OPEN)
        return
    accepted = dispute.answer is not None and dispute.answer.accept
    store.move(tx, dispute, DisputeState.ACCEPTED if accepted else DisputeState.ANSWERED)


def _evidence(dispute: Dispute) -> dict[str, str] | None:
    if dispute.answer is None or dispute.answer.evidence is None:
        return None
    return dispute.answer.evidence.model_dump(mode="json", exclude_none=True)


def _of(dispute: Dispute) -> dict[str, Any]:
    return {
        "dispute_id": dispute.id,
        "transaction_id": dispute.transaction_id,
        "order_id": dispute.order_id,
        "provider": dispute.provider,
        "amount": dispute.money,
    }
