"""Attempts to charge an order, and what providers told of them. An order's are locked from the first to the last."""

from datetime import datetime
from typing import Any
from uuid import UUID

from functions.payments.domain.model import (
    UNDECIDED,
    Attempt,
    MoveRefused,
    NextAction,
    NotOwed,
    PayableOrder,
    PaymentStatus,
    allows,
)
from souk import Money, Transaction
from souk.errors import found

_COLUMNS = """id, order_id, request, attempt, retry, customer_id, provider, method, token, captured_later, amount,
    currency, status, reference, next_action, captured_amount, refunded_amount, disputed_amount, sequence, tries,
    created_at, holder, keeps_method"""

_ATTEMPTS = f"""SELECT {_COLUMNS}
FROM transactions"""

FIND_ORDER = """
SELECT customer_id, status, total_amount, credit_amount, currency
FROM orders_api.payable
WHERE order_id = :order_id
"""

WHY_NOT_OWED = """
SELECT CASE
    WHEN EXISTS (
        SELECT
        FROM orders_api.payable
        WHERE order_id = :order_id AND status = 'cancelled'
    ) THEN 'order_cancelled'
    WHEN EXISTS (
        SELECT
        FROM transactions
        WHERE order_id = :order_id AND id <> :transaction_id
            AND (captured_amount > refunded_amount OR status IN ('authorized', 'capturing'))
    ) THEN 'charged_twice'
END
"""

IS_ANOTHER_UNDECIDED = """
SELECT EXISTS (
    SELECT
    FROM transactions
    WHERE order_id = :order_id AND id <> :transaction_id AND status = ANY (:undecided::text[])
)
"""

LOCK_WAITING = f"""
{_ATTEMPTS}
WHERE order_id = :order_id AND id <> :transaction_id AND status = 'requires_action'
FOR UPDATE SKIP LOCKED
"""

IS_SCHEDULED = """
SELECT status = 'scheduled'
FROM transactions
WHERE id = :transaction_id
"""

INSERT = f"""
INSERT INTO transactions (
    id, order_id, request, attempt, retry, customer_id, provider, method, token, holder, keeps_method, captured_later,
    amount, currency, status, due_at, sequence
)
VALUES (
    coalesce(:transaction_id::uuid, uuidv7()), :order_id, :request, :attempt, :retry, :customer_id, :provider, :method,
    :token, :holder, :keeps_method, :captured_later, :amount, :currency, :status, :due_at,
    CASE :status WHEN 'initiated' THEN 1 ELSE 0 END
)
ON CONFLICT ON CONSTRAINT one_row_per_attempt DO NOTHING
RETURNING {_COLUMNS}
"""

LOCK_DUE = f"""
{_ATTEMPTS}
WHERE due_at <= :now
ORDER BY due_at
LIMIT 1
FOR UPDATE SKIP LOCKED
"""

LOCK_DUE_OF_ORDER = f"""
{_ATTEMPTS}
WHERE order_id = :order_id AND due_at <= :now
ORDER BY attempt
LIMIT 1
FOR UPDATE SKIP LOCKED
"""

LOCK = f"""
{_ATTEMPTS}
WHERE id = :transaction_id
FOR UPDATE
"""

LOCK_OWN = f"""
{_ATTEMPTS}
WHERE id = :transaction_id AND customer_id = :customer_id
FOR UPDATE
"""

LOCK_WITH_OTHERS = f"""
{_ATTEMPTS}
WHERE order_id = (SELECT order_id FROM transactions WHERE id = :transaction_id)
ORDER BY attempt
FOR UPDATE
"""

LOCK_OF_ORDER = f"""
{_ATTEMPTS}
WHERE order_id = :order_id
ORDER BY attempt
FOR UPDATE
"""

MOVE = f"""
UPDATE transactions
SET status = :status,
    due_at = :due_at,
    tries = CASE WHEN :status = status THEN tries ELSE 0 END,
    sequence = sequence + :published::integer,
    reference = coalesce(:reference, reference),
    failure_reason = coalesce(:failure_reason, failure_reason),
    next_action = :next_action::jsonb,
    captured_amount = captured_amount + :captured,
    fee_amount = fee_amount + :fee,
    updated_at = now()
WHERE id = :transaction_id
RETURNING {_COLUMNS}
"""

ASK_AGAIN = """
UPDATE transactions
SET status = CASE WHEN status = 'initiated' THEN 'unknown' ELSE status END,
    due_at = :due_at,
    tries = tries + 1,
    updated_at = now()
WHERE id = :transaction_id AND status IN ('initiated', 'unknown', 'confirming', 'capturing', 'voiding')
"""

GIVE_TO_CUSTOMER = """
UPDATE transactions
SET customer_id = :customer_id
WHERE order_id = :order_id
"""

STORE_WEBHOOK = """
INSERT INTO webhooks (provider, provider_event_id, body)
VALUES (:provider, :provider_event_id, :body)
ON CONFLICT (provider, provider_event_id) DO NOTHING
"""

FIND_CHARGE = f"""
{_ATTEMPTS}
WHERE id = :transaction_id AND provider = :provider
"""


def find_order(tx: Transaction, order_id: UUID) -> PayableOrder | None:
    """Find an order as orders publishes it."""
    return tx.fetch_one(PayableOrder, FIND_ORDER, order_id=order_id)


def why_not_owed(tx: Transaction, attempt: Attempt) -> NotOwed | None:
    """Say why money that this attempt takes would have to go back; None when it would not."""
    reason = tx.value(WHY_NOT_OWED, order_id=attempt.order_id, transaction_id=attempt.id)
    return NotOwed(reason) if reason else None


def is_another_undecided(tx: Transaction, attempt: Attempt) -> bool:
    """Say whether another attempt to charge the same order may still move money."""
    undecided = [status.value for status in UNDECIDED]
    return bool(
        tx.value(IS_ANOTHER_UNDECIDED, order_id=attempt.order_id, transaction_id=attempt.id, undecided=undecided)
    )


def give_up_waiting(tx: Transaction, attempt: Attempt, now: datetime) -> bool:
    """Give up other attempts to charge the same order that wait for their customer; say whether there were any.

    One that somebody else is acting on is left: it is an earlier one, and who holds a later one waits for none.
    """
    waiting = tx.fetch(_attempt, LOCK_WAITING, order_id=attempt.order_id, transaction_id=attempt.id)
    for other in waiting:
        move(tx, other, PaymentStatus.VOIDING, now)
    return bool(waiting)


def is_scheduled(tx: Transaction, transaction_id: UUID) -> bool:
    """Say whether an attempt has not begun."""
    return bool(tx.value(IS_SCHEDULED, transaction_id=transaction_id))


def insert(
    tx: Transaction,
    *,
    amount: Money,
    transaction_id: UUID | None = None,
    retry: int = 0,
    token: str | None = None,
    holder: str | None = None,
    keeps_method: bool = False,
    captured_later: bool = False,
    **columns: Any,
) -> Attempt | None:
    """Claim an attempt; None when it was claimed before. One that begins now has its first event's number."""
    return tx.fetch_one(
        _attempt,
        INSERT,
        transaction_id=transaction_id,
        retry=retry,
        token=token,
        holder=holder,
        keeps_method=keeps_method,
        captured_later=captured_later,
        amount=amount.amount,
        currency=amount.currency,
        **columns,
    )


def lock_due(tx: Transaction, now: datetime, order_id: UUID | None) -> Attempt | None:
    """Lock one transaction somebody has to act on and nobody else is acting on; of an order its earliest attempt."""
    if order_id is None:
        return tx.fetch_one(_attempt, LOCK_DUE, now=now)
    return tx.fetch_one(_attempt, LOCK_DUE_OF_ORDER, now=now, order_id=order_id)


def lock(tx: Transaction, transaction_id: UUID) -> Attempt:
    """Lock one transaction that is known to exist."""
    (attempt,) = tx.fetch(_attempt, LOCK, transaction_id=transaction_id)
    return attempt


def lock_with_others(tx: Transaction, transaction_id: UUID) -> tuple[Attempt, list[Attempt]]:
    """Lock every transaction of an order; give the one of these that is known to exist, and the others."""
    attempts = tx.fetch(_attempt, LOCK_WITH_OTHERS, transaction_id=transaction_id)
    [attempt] = [one for one in attempts if one.id == transaction_id]
    return attempt, [one for one in attempts if one is not attempt]


def lock_own(tx: Transaction, transaction_id: UUID, customer_id: UUID) -> Attempt:
    """Lock one of a customer's transactions, or raise NotFound."""
    attempt = tx.fetch_one(_attempt, LOCK_OWN, transaction_id=transaction_id, customer_id=customer_id)
    return found(attempt, "transaction")


def lock_of_order(tx: Transaction, order_id: UUID) -> list[Attempt]:
    """Lock every transaction of an order."""
    return tx.fetch(_attempt, LOCK_OF_ORDER, order_id=order_id)


def move(
    tx: Transaction,
    attempt: Attempt,
    status: PaymentStatus,
    due_at: datetime | None = None,
    *,
    published: bool = False,
    reference: str | None = None,
    failure_reason: str | None = None,
    next_action: NextAction | None = None,
    captured: int = 0,
    fee: int = 0,
) -> Attempt:
    """Move a locked transaction on; `published` gives it the next number for the event that says so.

    Raises MoveRefused when its status does not allow it.
    """
    if status is not attempt.status and not allows(attempt.status, status):
        raise MoveRefused(f"{status} after {attempt.status}")
    (moved,) = tx.fetch(
        _attempt,
        MOVE,
        transaction_id=attempt.id,
        status=status,
        due_at=due_at,
        published=int(published),
        reference=reference,
        failure_reason=failure_reason,
        next_action=next_action and next_action.model_dump_json(),
        captured=captured,
        fee=fee,
    )
    return moved


def ask_again(tx: Transaction, transaction_id: UUID, due_at: datetime) -> None:
    """Note that the provider gave no answer and when to ask again."""
    tx.execute(ASK_AGAIN, transaction_id=transaction_id, due_at=due_at)


def give_to_customer(tx: Transaction, order_id: UUID, customer_id: UUID) -> None:
    """Make the transactions of an order, which are locked, a customer's."""
    tx.execute(GIVE_TO_CUSTOMER, order_id=order_id, customer_id=customer_id)


def store_webhook(tx: Transaction, provider: str, provider_event_id: str, body: str) -> bool:
    """Keep a notice of a provider; False when it is here already."""
    return tx.execute(STORE_WEBHOOK, provider=provider, provider_event_id=provider_event_id, body=body) == 1


def find_charge(tx: Transaction, transaction_id: UUID | None, provider: str) -> Attempt | None:
    """Find a transaction that this provider was asked for."""
    return tx.fetch_one(_attempt, FIND_CHARGE, transaction_id=transaction_id, provider=provider)


def _attempt(status: str, next_action: str | None, **columns: Any) -> Attempt:
    action = NextAction.model_validate_json(next_action) if next_action else None
    return Attempt(status=PaymentStatus(status), next_action=action, **columns)
