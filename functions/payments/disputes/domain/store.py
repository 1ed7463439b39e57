"""Disputes as providers tell of them, and what is said to the provider."""

from datetime import datetime
from typing import Any
from uuid import UUID

from functions.payments.disputes.domain.model import AnswerDispute, Dispute, DisputeState, ListDisputes
from functions.payments.domain.model import Attempt
from functions.payments.domain.provider import DisputeNotice
from souk import Json, Transaction
from souk.errors import found

_COLUMNS = "id, transaction_id, order_id, provider, reference, amount, currency, reason, status, answer, tries"

OPEN = f"""
INSERT INTO disputes (transaction_id, order_id, provider, reference, amount, currency, reason, status, answer_until)
VALUES (
    :transaction_id, :order_id, :provider, :reference, :amount, :currency, :reason, 'open', :answer_until
)
ON CONFLICT ON CONSTRAINT one_row_per_dispute DO NOTHING
RETURNING {_COLUMNS}
"""

LOCK_BY_REFERENCE = f"""
SELECT {_COLUMNS}
FROM disputes
WHERE provider = :provider AND reference = :reference
FOR UPDATE
"""

LOCK = f"""
SELECT {_COLUMNS}
FROM disputes
WHERE id = :dispute_id
FOR UPDATE
"""

MOVE = """
UPDATE disputes
SET status = :status,
    answer = coalesce(:answer::jsonb, answer),
    due_at = :due_at,
    tries = 0,
    closed_at = CASE WHEN :status IN ('won', 'lost') THEN now() END
WHERE id = :dispute_id
"""

LEASE = f"""
UPDATE disputes
SET due_at = :until
WHERE id = (
    SELECT id
    FROM disputes
    WHERE due_at <= :now
    ORDER BY due_at
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
RETURNING {_COLUMNS}
"""

ASK_AGAIN = """
UPDATE disputes
SET due_at = :due_at, tries = tries + 1
WHERE id = :dispute_id AND status = 'answering'
"""

HOLD_BACK = """
UPDATE transactions
SET disputed_amount = disputed_amount + :amount, updated_at = now()
WHERE id = :transaction_id
"""

_VIEW = """json_build_object(
        'id', id,
        'order_id', order_id,
        'order_number', (
            SELECT number
            FROM orders_api.payable AS placed
            WHERE placed.order_id = disputes.order_id
        ),
        'transaction_id', transaction_id,
        'provider', provider,
        'reference', reference,
        'amount', souk.money(amount, currency),
        'reason', reason,
        'status', status,
        'accepted', coalesce((answer ->> 'accept')::boolean, false),
        'evidence', answer -> 'evidence',
        'answer_until', answer_until,
        'opened_at', opened_at,
        'closed_at', closed_at
    )"""

SHOW = f"""
SELECT {_VIEW}
FROM disputes
WHERE id = :dispute_id
"""

LIST = f"""
SELECT
    id,
    {_VIEW} AS document
FROM disputes
WHERE (:status::text IS NULL OR status = :status::text)
    AND (:order_id::uuid IS NULL OR order_id = :order_id::uuid)
    AND (:after_id::uuid IS NULL OR id < :after_id::uuid)
ORDER BY id DESC
LIMIT :limit
"""


def open_dispute(tx: Transaction, charged: Attempt, notice: DisputeNotice) -> Dispute | None:
    """Write down a dispute; None when it was before."""
    return tx.fetch_one(
        _dispute,
        OPEN,
        transaction_id=charged.id,
        order_id=charged.order_id,
        provider=charged.provider,
        reference=notice.reference,
        amount=notice.amount.amount,
        currency=notice.amount.currency,
        reason=notice.reason,
        answer_until=notice.due_at,
    )


def lock_known(tx: Transaction, charged: Attempt, reference: str) -> Dispute:
    """Lock a dispute that is known to exist by what its provider calls it."""
    (dispute,) = tx.fetch(_dispute, LOCK_BY_REFERENCE, provider=charged.provider, reference=reference)
    return dispute


def lock(tx: Transaction, dispute_id: UUID) -> Dispute:
    """Lock a dispute, or raise NotFound."""
    return found(tx.fetch_one(_dispute, LOCK, dispute_id=dispute_id), "dispute")


def move(
    tx: Transaction,
    dispute: Dispute,
    status: DisputeState,
    due_at: datetime | None = None,
    answer: AnswerDispute | None = None,
) -> None:
    """Move a locked dispute on."""
    tx.execute(
        MOVE,
        dispute_id=dispute.id,
        status=status,
        due_at=due_at,
        answer=answer and answer.model_dump_json(),
    )


def lease(tx: Transaction, now: datetime, until: datetime) -> Dispute | None:
    """Take one dispute whose answer is to be sent for oneself until then."""
    return tx.fetch_one(_dispute, LEASE, now=now, until=until)


def ask_again(tx: Transaction, dispute_id: UUID, due_at: datetime) -> None:
    """Note that the provider gave no answer and when to ask again."""
    tx.execute(ASK_AGAIN, dispute_id=dispute_id, due_at=due_at)


def hold_back(tx: Transaction, transaction_id: UUID, amount: int) -> None:
    """Count what a provider holds back of a charge; less than nothing gives it free."""
    tx.execute(HOLD_BACK, transaction_id=transaction_id, amount=amount)


def show(tx: Transaction, dispute_id: UUID) -> Json:
    """Give a dispute as DisputeView, or raise NotFound."""
    return found(tx.json(SHOW, dispute_id=dispute_id), "dispute")


def list_disputes(tx: Transaction, query: ListDisputes) -> Json:
    """Give a page of disputes, the latest first."""
    return tx.page(LIST, query, status=query.status, order_id=query.order_id)


def _dispute(status: str, answer: str | None, **columns: Any) -> Dispute:
    given = AnswerDispute.model_validate_json(answer) if answer else None
    return Dispute(status=DisputeState(status), answer=given, **columns)
