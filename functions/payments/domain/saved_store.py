"""Methods that customers let be kept: listed, paid with and let go of by who saved them alone."""

from dataclasses import asdict, dataclass
from uuid import UUID

from functions.payments.domain.model import Attempt, ForgetMethod
from functions.payments.domain.provider import KeptMethod
from souk import Json, Transaction
from souk.errors import NotFound
from souk.paging import Page


@dataclass(frozen=True, slots=True)
class SavedMethod:
    """What a provider takes for a method that it keeps."""

    provider: str
    method: str
    token: str
    holder: str


LIST = """
SELECT
    id,
    json_build_object(
        'id', id,
        'method', method,
        'brand', brand,
        'last4', last4,
        'expiry_year', expiry_year,
        'expiry_month', expiry_month,
        'created_at', created_at
    ) AS document
FROM saved_methods
WHERE customer_id = :customer_id AND removed_at IS NULL AND (:after_id::uuid IS NULL OR id > :after_id::uuid)
ORDER BY id
LIMIT :limit
"""

FIND = """
SELECT provider, method, token, holder
FROM saved_methods
WHERE id = :id AND customer_id = :customer_id AND removed_at IS NULL
"""

KEEP = """
INSERT INTO saved_methods (
    customer_id, provider, method, token, holder, brand, last4, expiry_year, expiry_month
)
VALUES (:customer_id, :provider, :method, :token, :holder, :brand, :last4, :expiry_year, :expiry_month)
ON CONFLICT ON CONSTRAINT one_row_per_token DO NOTHING
"""

REMOVE = """
UPDATE saved_methods
SET removed_at = now()
WHERE id = :id AND customer_id = :customer_id AND removed_at IS NULL
"""

FIND_REMOVED = """
SELECT provider, method, token, holder
FROM saved_methods
WHERE id = :id AND removed_at IS NOT NULL
"""

DELETE = "DELETE FROM saved_methods WHERE id = :id AND removed_at IS NOT NULL"


def list_saved(tx: Transaction, customer_id: UUID, query: Page) -> Json:
    """List a customer's, as SavedMethodView."""
    return tx.page(LIST, query, customer_id=customer_id)


def find(tx: Transaction, customer_id: UUID, method_id: UUID) -> SavedMethod | None:
    """Find one of the customer's own."""
    return tx.fetch_one(SavedMethod, FIND, id=method_id, customer_id=customer_id)


def keep(tx: Transaction, attempt: Attempt, kept: KeptMethod) -> None:
    """Note what an attempt was paid with, unless that is known."""
    columns = {"customer_id": attempt.customer_id, "provider": attempt.provider, "method": attempt.method}
    tx.execute(KEEP, **columns, **asdict(kept))


def remove(tx: Transaction, customer_id: UUID, method_id: UUID) -> None:
    """Take one of the customer's own away, and have its provider let go of it. Raises NotFound."""
    if not tx.execute(REMOVE, id=method_id, customer_id=customer_id):
        raise NotFound.of("saved_method")
    tx.enqueue(ForgetMethod(method_id=method_id))


def find_removed(tx: Transaction, method_id: UUID) -> SavedMethod | None:
    """Find one that its provider may still keep."""
    return tx.fetch_one(SavedMethod, FIND_REMOVED, id=method_id)


def delete(tx: Transaction, method_id: UUID) -> None:
    """Forget one that was removed."""
    tx.execute(DELETE, id=method_id)
