"""The sandbox provider's books, in tables that nothing else reads.

Each of these is a transaction of its own, for nobody calls a provider inside one of ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from functions.payments.domain.movements import MovedKind, Movement, our_id
from souk import Database, Money, Transaction, resources

CHARGE = """
INSERT INTO sandbox_charges AS known (id, method, amount, currency, status, reason)
VALUES (:key, :method, :amount, :currency, :status, :reason)
ON CONFLICT (id) DO UPDATE SET asked = known.asked + 1
RETURNING status, reason, asked, fee
"""

DECIDE = """
UPDATE sandbox_charges
SET status = :status, reason = :reason
WHERE id = :key AND status = ANY (:open_ones::text[])
"""

LOOKUP = """
SELECT status, reason, asked, fee
FROM sandbox_charges
WHERE id = :key
"""

LOCK_CAPTURED = """
SELECT amount
FROM sandbox_charges
WHERE id = :charge_key AND status = 'captured'
FOR UPDATE
"""

REFUND = """
INSERT INTO sandbox_refunds (id, charge_id, amount)
SELECT :key::text, :charge_key::text, :amount::bigint
WHERE :amount::bigint + (
    SELECT coalesce(sum(amount), 0)
    FROM sandbox_refunds
    WHERE charge_id = :charge_key
) <= :captured::bigint
ON CONFLICT (id) DO NOTHING
"""

REFUND_EXISTS = """
SELECT true
FROM sandbox_refunds
WHERE id = :key
"""

TRANSFER = """
INSERT INTO sandbox_transfers (id, destination, amount, currency)
VALUES (:key, :destination, :amount, :currency)
ON CONFLICT (id) DO NOTHING
"""

LIST_MOVEMENTS = """
SELECT id, kind, about, amount, fee, currency, created_at
FROM sandbox_movements
WHERE created_at >= :since AND created_at < :until
    AND (:after_id::uuid IS NULL OR (created_at, id) > (
        SELECT created_at, id
        FROM sandbox_movements
        WHERE id = :after_id::uuid
    ))
ORDER BY created_at, id
LIMIT :limit
"""

ANSWER_DISPUTE = """
UPDATE sandbox_disputes
SET answer = coalesce(answer, :answer)
WHERE id = :reference
"""


@dataclass(frozen=True, slots=True)
class SandboxCharge:
    """A charge in the books, how often it was asked for, and what the sandbox keeps of it."""

    status: str
    reason: str | None
    asked: int
    fee: int


def charge(key: str, method: str, amount: Money, status: str, reason: str | None) -> SandboxCharge:
    """Enter a charge that is decided like this, unless the key has one; give what stands there."""
    asked = {"key": key, "method": method, "amount": amount.amount, "currency": amount.currency}
    (entered,) = _books().write(lambda tx: tx.fetch(SandboxCharge, CHARGE, status=status, reason=reason, **asked))
    return entered


def lookup(key: str) -> SandboxCharge | None:
    """Find a charge."""
    return _books().read(lambda tx: tx.fetch_one(SandboxCharge, LOOKUP, key=key))


def decide(key: str, status: str, reason: str | None = None, *, open_ones: Sequence[str]) -> SandboxCharge | None:
    """Decide a charge that stands at one of these; give what stands there."""

    def write(tx: Transaction) -> SandboxCharge | None:
        tx.execute(DECIDE, key=key, status=status, reason=reason, open_ones=list(open_ones))
        return tx.fetch_one(SandboxCharge, LOOKUP, key=key)

    return _books().write(write)


def refund(key: str, charge_key: str, amount: int) -> bool:
    """Enter a refund once per key, never of more than was captured; say whether it stands there."""
    return _books().write(partial(_refund, key=key, charge_key=charge_key, amount=amount))


def has_refund(key: str) -> bool:
    """Say whether a refund stands there."""
    return bool(_books().read(lambda tx: tx.value(REFUND_EXISTS, key=key)))


def transfer(key: str, destination: str, amount: Money) -> None:
    """Enter what goes to somebody, once per key."""
    entered = {"key": key, "destination": destination, "amount": amount.amount, "currency": amount.currency}
    _books().write(lambda tx: tx.execute(TRANSFER, **entered))


def list_movements(since: datetime, until: datetime, after: UUID | None, limit: int) -> list[Movement]:
    """Give what moved between two moments, after an entry of it."""
    asked = {"since": since, "until": until, "after_id": after, "limit": limit}
    return _books().read(lambda tx: tx.fetch(_movement, LIST_MOVEMENTS, **asked))


def answer_dispute(reference: str, answer: str) -> bool:
    """Enter the answer to a dispute unless it has one; False when there is no such dispute."""
    return _books().write(lambda tx: tx.execute(ANSWER_DISPUTE, reference=reference, answer=answer)) == 1


def _refund(tx: Transaction, key: str, charge_key: str, amount: int) -> bool:
    captured = tx.value(LOCK_CAPTURED, charge_key=charge_key)
    if captured is None:
        return False
    tx.execute(REFUND, key=key, charge_key=charge_key, amount=amount, captured=captured)
    return bool(tx.value(REFUND_EXISTS, key=key))


def _movement(
    id: UUID,  # noqa: A002  (the column's name)
    kind: str,
    about: str,
    amount: int,
    fee: int,
    currency: str,
    created_at: datetime,
) -> Movement:
    return Movement(str(id), MovedKind(kind), our_id(about), about, amount, fee, currency, created_at)


def _books() -> Database:
    return resources.get(Database)
