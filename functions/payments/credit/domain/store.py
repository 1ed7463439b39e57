"""Gift cards and store credit. Accounts are locked by their ids, after all else that a transaction locks.

What is on an account is moved by one function of the database, which keeps it from falling below nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from functions.payments.credit.domain.movement import CreditStep
from souk import Money, Transaction

_MOVEMENT = """moved.id, moved.account_id, account.kind AS account_kind, moved.step, moved.kind, moved.amount,
    moved.balance, moved.currency, moved.order_id, moved.occurred_at"""

_MOVEMENTS = f"""SELECT {_MOVEMENT}
FROM credit_movements AS moved
JOIN credit_accounts AS account ON account.id = moved.account_id"""

INSERT_GIFT_CARD = """
INSERT INTO credit_accounts (id, kind, currency, expires_at, email, locale)
VALUES (:id, 'gift_card', :currency, :expires_at, :email, :locale)
"""

ENSURE_STORE_CREDIT = """
INSERT INTO credit_accounts (id, kind, customer_id, currency)
VALUES (uuidv7(), 'store_credit', :customer_id, :currency)
ON CONFLICT ON CONSTRAINT one_store_credit DO NOTHING
"""

FIND_STORE_CREDIT = """
SELECT id
FROM credit_accounts
WHERE customer_id = :customer_id AND currency = :currency
"""

MOVE = "SELECT move_credit(:account_id, :kind, :amount, :order_id, :refund_id, :note)"

RETURN = "SELECT return_credit(:order_id, :account_id, :amount, :refund_id)"

FIND_MOVEMENT = f"""
{_MOVEMENTS}
WHERE moved.id = :movement_id
"""

UNBOOKED_OF_ORDER = f"""
{_MOVEMENTS}
WHERE moved.order_id = :order_id
    AND moved.kind <> 'refunded'
    AND NOT EXISTS (
        SELECT
        FROM ledger_journals AS journal
        WHERE journal.order_id = moved.order_id AND journal.source = moved.id
    )
ORDER BY moved.id
"""

PAID_WITH = """
SELECT account_id, amount - returned_amount AS remaining
FROM credit_payments
WHERE order_id = :order_id AND amount > returned_amount
ORDER BY account_id
"""

IS_RETURNED = "SELECT EXISTS (SELECT FROM credit_movements WHERE refund_id = :refund_id)"

LOCK_GIFT_CARD = """
SELECT id, balance, ended_at IS NOT NULL AS is_ended
FROM credit_accounts
WHERE id = :card_id AND kind = 'gift_card'
FOR UPDATE
"""

END = """
UPDATE credit_accounts
SET ended_at = now()
WHERE id = :card_id AND ended_at IS NULL
"""

LOCK_EXPIRED = """
SELECT id, balance, ended_at IS NOT NULL AS is_ended
FROM credit_accounts
WHERE balance > 0 AND expires_at <= now()
ORDER BY expires_at
LIMIT 1
FOR UPDATE SKIP LOCKED
"""

GIVE_CODE = """
UPDATE credit_accounts
SET code_hash = :code_hash, hint = :hint
WHERE id = :card_id
"""


@dataclass(frozen=True, slots=True)
class PaidWith:
    """What is left of what an order took of an account."""

    account_id: UUID
    remaining: int


@dataclass(frozen=True, slots=True)
class HeldCard:
    """A gift card that is locked."""

    id: UUID
    balance: int
    is_ended: bool


def insert_gift_card(
    tx: Transaction, card_id: UUID, currency: str, expires_at: datetime | None, email: str | None, locale: str | None
) -> None:
    """Add a gift card with nothing on it."""
    tx.execute(INSERT_GIFT_CARD, id=card_id, currency=currency, expires_at=expires_at, email=email, locale=locale)


def store_credit(tx: Transaction, customer_id: UUID, currency: str) -> UUID:
    """Give the account of a customer's store credit in a currency, which is made when it is first asked for."""
    tx.execute(ENSURE_STORE_CREDIT, customer_id=customer_id, currency=currency)
    account_id: UUID = tx.value(FIND_STORE_CREDIT, customer_id=customer_id, currency=currency)
    return account_id


def move(
    tx: Transaction,
    account_id: UUID,
    kind: str,
    amount: int,
    *,
    order_id: UUID | None = None,
    refund_id: UUID | None = None,
    note: str | None = None,
) -> CreditStep:
    """Make what is on an account more or less."""
    movement_id = tx.value(
        MOVE, account_id=account_id, kind=kind, amount=amount, order_id=order_id, refund_id=refund_id, note=note
    )
    return _movement(tx, movement_id)


def give_back(tx: Transaction, order_id: UUID, account_id: UUID, amount: int, refund_id: UUID) -> CreditStep:
    """Give so much of what an order took of an account back to it, for a refund."""
    return _movement(tx, tx.value(RETURN, order_id=order_id, account_id=account_id, amount=amount, refund_id=refund_id))


def unbooked(tx: Transaction, order_id: UUID) -> list[CreditStep]:
    """Give the movements of an order that the ledger does not have yet."""
    return tx.fetch(CreditStep, UNBOOKED_OF_ORDER, order_id=order_id)


def paid_with(tx: Transaction, order_id: UUID) -> Sequence[PaidWith]:
    """Give what is left of what an order took, by the accounts; whoever gives back holds the order's payments."""
    return tx.fetch(PaidWith, PAID_WITH, order_id=order_id)


def is_returned(tx: Transaction, refund_id: UUID) -> bool:
    """Say whether a refund that was requested has given something back already."""
    return bool(tx.value(IS_RETURNED, refund_id=refund_id))


def lock_gift_card(tx: Transaction, card_id: UUID) -> HeldCard | None:
    """Lock a gift card."""
    return tx.fetch_one(HeldCard, LOCK_GIFT_CARD, card_id=card_id)


def lock_expired(tx: Transaction) -> HeldCard | None:
    """Lock a gift card that has expired with something on it, and that nobody else is at."""
    return tx.fetch_one(HeldCard, LOCK_EXPIRED)


def end(tx: Transaction, card_id: UUID) -> None:
    """Let a gift card never be spent again."""
    tx.execute(END, card_id=card_id)


def give_code(tx: Transaction, card_id: UUID, code_hash: bytes, hint: str) -> None:
    """Give a gift card another code."""
    tx.execute(GIVE_CODE, card_id=card_id, code_hash=code_hash, hint=hint)


def money(movement: CreditStep) -> Money:
    """Give how much was moved."""
    return Money(amount=abs(movement.amount), currency=movement.currency)


def _movement(tx: Transaction, movement_id: UUID) -> CreditStep:
    (movement,) = tx.fetch(CreditStep, FIND_MOVEMENT, movement_id=movement_id)
    return movement
