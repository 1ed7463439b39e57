"""What the ledger says of an order."""

from typing import Any
from uuid import UUID

from tests.support import world

_BALANCES = """
SELECT entry.account, entry.provider, sum(entry.amount)::bigint AS balance
FROM ledger_journals AS journal
JOIN all_entries AS entry ON entry.journal_id = journal.id
WHERE journal.order_id = :order_id
GROUP BY entry.account, entry.provider
HAVING sum(entry.amount) <> 0
"""
_PARTS = """
SELECT entry.part, -sum(entry.amount)::bigint AS amount
FROM ledger_journals AS journal
JOIN all_entries AS entry ON entry.journal_id = journal.id
WHERE journal.order_id = :order_id AND entry.account = 'seller'
GROUP BY entry.part
HAVING sum(entry.amount) <> 0
"""


def kinds(order_id: UUID) -> list[str]:
    """Name the journals of an order, in alphabetical order."""
    return sorted(row["kind"] for row in _rows("SELECT kind FROM ledger_journals WHERE order_id = :order_id", order_id))


def balances(order_id: UUID) -> dict[tuple[str, str | None], int]:
    """Give what an order left in each account, by provider; a debit is positive."""
    return {(row["account"], row["provider"]): row["balance"] for row in _rows(_BALANCES, order_id)}


def parts_of_seller(order_id: UUID) -> dict[str, int]:
    """Give what the shops of an order are owed, by what it is for."""
    return {row["part"]: row["amount"] for row in _rows(_PARTS, order_id)}


def _rows(sql: str, order_id: UUID) -> list[dict[str, Any]]:
    with world.current().tx_as("payments") as tx:
        return tx.rows(sql, order_id=order_id)
