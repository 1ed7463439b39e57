"""Orders with their histories, many at a time, by their ids."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from souk import Transaction

HISTORIES = """
SELECT
    placed.id,
    placed.status,
    placed.sequence,
    (
        SELECT coalesce(json_agg(json_build_object(
            'sequence', entry.sequence, 'kind', entry.kind, 'status', entry.status
        ) ORDER BY entry.sequence), '[]')
        FROM order_events AS entry
        WHERE entry.order_id = placed.id
    ) AS history
FROM orders AS placed
WHERE placed.id > :after
ORDER BY placed.id
LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class ProvedOrder:
    """An order as its row says that it stands, and the entries of its history as they were at the same moment."""

    id: UUID
    status: str
    sequence: int
    history: list[dict[str, Any]]


def histories(tx: Transaction, after: UUID, limit: int) -> list[ProvedOrder]:
    """Give the next so many orders."""
    return tx.fetch(_order, HISTORIES, after=after, limit=limit)


def _order(history: str, **columns: Any) -> ProvedOrder:
    return ProvedOrder(history=json.loads(history), **columns)
