"""What people see of payments, built by Postgres as it is sent."""

from uuid import UUID

from functions.payments.domain.model import FindTransactions, ListTransactions
from souk import Json, Transaction
from souk.errors import found

_VIEW = """json_build_object(
        'id', id,
        'order_id', order_id,
        'attempt', attempt,
        'method', method,
        'amount', souk.money(amount, currency),
        'refunded', souk.money(refunded_amount, currency),
        'status', status,
        'failure_reason', failure_reason,
        'next_action', next_action,
        'created_at', created_at
    )"""

SHOW_TRANSACTION = f"""
SELECT
    {_VIEW}
FROM transactions
WHERE id = :transaction_id
"""

LIST_TRANSACTIONS = f"""
SELECT
    id,
    {_VIEW} AS document
FROM transactions
WHERE customer_id = :customer_id
    AND (:order_id::uuid IS NULL OR order_id = :order_id::uuid)
    AND (:after_id::uuid IS NULL OR id < :after_id::uuid)
ORDER BY id DESC
LIMIT :limit
"""

FIND_TRANSACTIONS = f"""
SELECT
    id,
    {_VIEW}::jsonb || jsonb_build_object(
        'order_number', (
            SELECT number
            FROM orders_api.payable AS placed
            WHERE placed.order_id = transactions.order_id
        ),
        'customer_id', customer_id,
        'provider', provider,
        'reference', reference,
        'captured', souk.money(captured_amount, currency)
    ) AS document
FROM transactions
WHERE (:customer::uuid IS NULL OR customer_id = :customer::uuid)
    AND (:reference::text IS NULL OR reference = :reference::text)
    AND (:status::text IS NULL OR status = :status::text)
    AND (:order_id::uuid IS NULL OR order_id = :order_id::uuid)
    AND (:number::text IS NULL OR order_id = (
        SELECT order_id
        FROM orders_api.payable
        WHERE number = :number::text
    ))
    AND (:after_id::uuid IS NULL OR id < :after_id::uuid)
ORDER BY id DESC
LIMIT :limit
"""


def show_transaction(tx: Transaction, transaction_id: UUID) -> Json:
    """Give a transaction as TransactionView, or raise NotFound."""
    return found(tx.json(SHOW_TRANSACTION, transaction_id=transaction_id), "transaction")


def list_transactions(tx: Transaction, customer_id: UUID, query: ListTransactions) -> Json:
    """Give a page of a customer's transactions, the latest first."""
    return tx.page(LIST_TRANSACTIONS, query, customer_id=customer_id, order_id=query.order_id)


def find_transactions(tx: Transaction, query: FindTransactions) -> Json:
    """Give a page of anybody's transactions, the latest first."""
    sought = query.model_dump(include={"customer", "order_id", "number", "reference", "status"})
    return tx.page(FIND_TRANSACTIONS, query, **sought)
