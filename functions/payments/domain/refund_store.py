"""What goes back of captured money. A row of transactions is locked before those of its refunds."""

from datetime import datetime
from uuid import UUID

from functions.payments.domain.model import Refund
from souk import Transaction

_REFUND = """refund.id, refund.transaction_id, refund.order_id, charged.provider, charged.reference AS charge_reference,
    refund.reference, refund.amount, refund.currency, refund.reason, refund.tries, refund.created_at,
    refund.requested_id, refund.as_credit"""

CLAIM = """
WITH owed AS (
    UPDATE transactions
    SET refunded_amount = refunded_amount + :amount, updated_at = now()
    WHERE id = :transaction_id AND captured_amount - refunded_amount - disputed_amount >= :amount
    RETURNING id, order_id, currency
)
INSERT INTO refunds (transaction_id, order_id, amount, currency, reason, status, due_at, requested_id, as_credit)
SELECT
    id, order_id, :amount::bigint, currency, :reason::text, 'initiated', :due_at::timestamptz, :requested_id::uuid,
    :as_credit::boolean
FROM owed
"""

REFUSE_REQUESTED = """
INSERT INTO refunds (transaction_id, order_id, amount, currency, reason, status, requested_id)
SELECT id, order_id, :amount::bigint, currency, :reason::text, 'failed', :requested_id::uuid
FROM transactions
WHERE id = :transaction_id
RETURNING id
"""

IS_CLAIMED = "SELECT EXISTS (SELECT FROM refunds WHERE requested_id = :requested_id)"

SPOKEN_FOR = """
SELECT orders_api.spoken_for(:order_id) - coalesce(sum(amount), 0)::bigint
FROM (
    SELECT amount
    FROM refunds
    WHERE order_id = :order_id AND requested_id IS NOT NULL AND status <> 'failed'
    UNION ALL
    SELECT amount
    FROM credit_movements
    WHERE order_id = :order_id AND kind = 'returned' AND refund_id IS NOT NULL
) AS claimed
"""

LEASE = f"""
WITH due AS (
    SELECT id
    FROM refunds
    WHERE due_at <= :now AND (:order_id::uuid IS NULL OR order_id = :order_id::uuid)
    ORDER BY due_at
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
UPDATE refunds AS refund
SET due_at = :until, updated_at = now()
FROM due, transactions AS charged
WHERE refund.id = due.id AND charged.id = refund.transaction_id
RETURNING {_REFUND}
"""

ASK_AGAIN = """
UPDATE refunds
SET status = CASE status WHEN 'initiated' THEN 'unknown' ELSE status END, due_at = :due_at, tries = tries + 1,
    updated_at = now()
WHERE id = :refund_id AND status IN ('initiated', 'unknown', 'pending')
"""

AWAIT = """
UPDATE refunds
SET status = 'pending', reference = :reference, due_at = :due_at, tries = 0, updated_at = now()
WHERE id = :refund_id AND status IN ('initiated', 'unknown', 'pending')
"""

FINISH = """
UPDATE refunds
SET status = :status, reference = coalesce(:reference, reference), due_at = NULL, updated_at = now()
WHERE id = :refund_id AND status IN ('initiated', 'unknown', 'pending')
"""

TAKE_BACK = """
UPDATE refunds
SET status = 'failed', updated_at = now()
WHERE id = :refund_id AND status = 'completed'
"""

RETURN_CLAIM = """
UPDATE transactions
SET refunded_amount = refunded_amount - :amount, updated_at = now()
WHERE id = :transaction_id
"""

FIND = f"""
SELECT {_REFUND}
FROM refunds AS refund
JOIN transactions AS charged ON charged.id = refund.transaction_id
WHERE refund.id = :refund_id AND charged.provider = :provider
"""

REFUNDED = """
SELECT coalesce(sum(amount), 0)::bigint
FROM refunds
WHERE transaction_id = :transaction_id AND status = 'completed'
"""


def claim(
    tx: Transaction,
    transaction_id: UUID,
    amount: int,
    reason: str,
    due_at: datetime,
    requested_id: UUID | None = None,
    *,
    as_credit: bool = False,
) -> None:
    """Claim a refund of no more than is left of what was captured."""
    claimed = tx.execute(
        CLAIM,
        transaction_id=transaction_id,
        amount=amount,
        reason=reason,
        due_at=due_at,
        requested_id=requested_id,
        as_credit=as_credit,
    )
    if claimed != 1:
        raise RuntimeError(f"transaction {transaction_id} has less left than {amount}")


def refuse_requested(tx: Transaction, transaction_id: UUID, amount: int, reason: str, requested_id: UUID) -> UUID:
    """Keep a refund that was requested and will not be, and give its id."""
    refused: UUID = tx.value(
        REFUSE_REQUESTED,
        transaction_id=transaction_id,
        amount=amount,
        reason=reason,
        requested_id=requested_id,
    )
    return refused


def is_claimed(tx: Transaction, requested_id: UUID) -> bool:
    """Say whether a refund that was requested is known already."""
    return bool(tx.value(IS_CLAIMED, requested_id=requested_id))


def spoken_for(tx: Transaction, order_id: UUID) -> int:
    """Give how much of an order's money is requested and not claimed yet: its request is on its way."""
    return max(int(tx.value(SPOKEN_FOR, order_id=order_id)), 0)


def lease(tx: Transaction, now: datetime, until: datetime, order_id: UUID | None) -> Refund | None:
    """Take one due refund, of this order or of any, for oneself until then."""
    return tx.fetch_one(Refund, LEASE, now=now, until=until, order_id=order_id)


def ask_again(tx: Transaction, refund_id: UUID, due_at: datetime) -> None:
    """Note that the provider gave no answer and when to ask again."""
    tx.execute(ASK_AGAIN, refund_id=refund_id, due_at=due_at)


def find(tx: Transaction, refund_id: UUID | None, provider: str) -> Refund | None:
    """Find a refund that this provider was asked for."""
    return tx.fetch_one(Refund, FIND, refund_id=refund_id, provider=provider)


def wait(tx: Transaction, refund_id: UUID, reference: str | None, due_at: datetime) -> None:
    """Note that a refund is on its way at the provider, and when to ask for it."""
    tx.execute(AWAIT, refund_id=refund_id, reference=reference, due_at=due_at)


def finish(tx: Transaction, refund_id: UUID, status: str, reference: str | None) -> bool:
    """Finish a refund that is still open."""
    return tx.execute(FINISH, refund_id=refund_id, status=status, reference=reference) == 1


def take_back(tx: Transaction, refund_id: UUID) -> bool:
    """Note that a completed refund failed after all."""
    return tx.execute(TAKE_BACK, refund_id=refund_id) == 1


def return_claim(tx: Transaction, transaction_id: UUID, amount: int) -> None:
    """Let go of a claim that the provider refused."""
    tx.execute(RETURN_CLAIM, transaction_id=transaction_id, amount=amount)


def refunded(tx: Transaction, transaction_id: UUID) -> int:
    """Sum what really went back."""
    return int(tx.value(REFUNDED, transaction_id=transaction_id))
