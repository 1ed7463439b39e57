"""Payouts, from their claim to what became of them."""

from datetime import datetime
from uuid import UUID

from functions.payments.payouts.domain.model import Available, FindPayouts, ListPayouts, Payout
from souk import Json, SellerTransaction, Transaction

_COLUMNS = "id, seller_id, provider, amount, currency, tries"

LIST_SELLERS = """
SELECT DISTINCT seller_id
FROM all_checkpoints
WHERE seller_id > :after
ORDER BY seller_id
LIMIT :limit
"""

LOCK_BALANCE = "SELECT lock_balance(:seller_id)"

AVAILABLE = """
SELECT provider, currency, total - pending AS amount
FROM owed(:seller_id, :now)
"""

CLAIM = f"""
INSERT INTO payouts (seller_id, provider, amount, currency, due_at)
VALUES (:seller_id, :provider, :amount, :currency, :due_at)
ON CONFLICT (seller_id, provider, currency) WHERE status IN ('claimed', 'unknown') DO NOTHING
RETURNING {_COLUMNS}
"""

LEASE = f"""
UPDATE all_payouts
SET due_at = :until, updated_at = now()
WHERE id = (
    SELECT id
    FROM all_payouts
    WHERE due_at <= :now
    ORDER BY due_at
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
RETURNING {_COLUMNS}
"""

ASK_AGAIN = """
UPDATE all_payouts
SET status = 'unknown', due_at = :due_at, tries = tries + 1, updated_at = now()
WHERE id = :payout_id AND status IN ('claimed', 'unknown')
"""

FINISH = """
UPDATE all_payouts
SET status = :status, reference = :reference, failure_reason = :failure_reason, due_at = NULL, updated_at = now()
WHERE id = :payout_id AND status IN ('claimed', 'unknown')
"""

_VIEW = """json_build_object(
        'id', id,
        'status', status,
        'provider', provider,
        'amount', souk.money(amount, currency),
        'created_at', created_at,
        'updated_at', updated_at
    )"""

LIST_PAYOUTS = f"""
SELECT
    id,
    {_VIEW} AS document
FROM payouts
WHERE seller_id = :seller_id
    AND (:status::text IS NULL OR status = :status::text)
    AND (:after_id::uuid IS NULL OR id < :after_id::uuid)
ORDER BY id DESC
LIMIT :limit
"""

FIND_PAYOUTS = f"""
SELECT
    id,
    {_VIEW}::jsonb || jsonb_build_object(
        'seller_id', seller_id,
        'reference', reference,
        'failure_reason', failure_reason
    ) AS document
FROM all_payouts
WHERE (:seller::uuid IS NULL OR seller_id = :seller::uuid)
    AND (:status::text IS NULL OR status = :status::text)
    AND (:after_id::uuid IS NULL OR id < :after_id::uuid)
ORDER BY id DESC
LIMIT :limit
"""


def list_sellers(tx: Transaction, after: UUID, limit: int) -> list[UUID]:
    """Give the next shops that have, or had, a balance."""
    return [row["seller_id"] for row in tx.rows(LIST_SELLERS, after=after, limit=limit)]


def available(tx: SellerTransaction, now: datetime) -> list[Available]:
    """Lock what the shop is owed and give what of it is not held.

    In two statements: the second sees what was claimed while the first waited.
    """
    tx.execute(LOCK_BALANCE, seller_id=tx.seller_id)
    return tx.fetch(Available, AVAILABLE, seller_id=tx.seller_id, now=now)


def claim(tx: SellerTransaction, one: Available, due_at: datetime) -> Payout | None:
    """Claim a payout; None while an earlier one from the same provider is not finished."""
    return tx.fetch_one(
        Payout,
        CLAIM,
        seller_id=tx.seller_id,
        provider=one.provider,
        amount=one.amount,
        currency=one.currency,
        due_at=due_at,
    )


def lease(tx: Transaction, now: datetime, until: datetime) -> Payout | None:
    """Take one due payout for oneself until then."""
    return tx.fetch_one(Payout, LEASE, now=now, until=until)


def ask_again(tx: Transaction, payout_id: UUID, due_at: datetime) -> None:
    """Note that the provider gave no answer and when to ask again."""
    tx.execute(ASK_AGAIN, payout_id=payout_id, due_at=due_at)


def finish(tx: Transaction, payout_id: UUID, status: str, reference: str | None, failure_reason: str | None) -> bool:
    """Finish a payout that is still open."""
    return (
        tx.execute(FINISH, payout_id=payout_id, status=status, reference=reference, failure_reason=failure_reason) == 1
    )


def list_payouts(tx: SellerTransaction, query: ListPayouts) -> Json:
    """Give a page of the shop's payouts, the latest first."""
    return tx.page(LIST_PAYOUTS, query, seller_id=tx.seller_id, status=query.status)


def find_payouts(tx: Transaction, query: FindPayouts) -> Json:
    """Give a page of anybody's payouts, the latest first."""
    return tx.page(FIND_PAYOUTS, query, seller=query.seller, status=query.status)
