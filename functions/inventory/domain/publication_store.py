"""SQL of what is published of stock."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from souk import Transaction

ORDER_LINES = """
SELECT variant_id, seller_id, quantity
FROM order_lines
WHERE order_id = ANY (:order_ids::uuid[])
ORDER BY variant_id
"""

PUBLISH = """
SELECT variant_id, seller_id, version, available, fallen
FROM publish(:variant_ids::uuid[])
"""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """Units of a variant that an order took."""

    variant_id: UUID
    seller_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class Published:
    """What is published of a variant; `fallen` are the levels that became low."""

    variant_id: UUID
    seller_id: UUID
    version: int
    available: int
    fallen: list[dict[str, Any]]


def lines(tx: Transaction, order_ids: list[UUID]) -> list[OrderLine]:
    """Give what the orders hold or held."""
    return tx.fetch(OrderLine, ORDER_LINES, order_ids=order_ids)


def publish(tx: Transaction, variant_ids: list[UUID]) -> list[Published]:
    """Count a publication of each variant and give what it says; each stays locked until then."""
    if not variant_ids:
        return []
    rows = tx.rows(PUBLISH, variant_ids=variant_ids)
    return [Published(**row | {"fallen": json.loads(row["fallen"] or "[]")}) for row in rows]
