"""Returns and their lines. The order is locked before its return."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from functions.orders.domain.refund_store import PaidPart
from functions.orders.returns.domain.model import AnswerReturn, ListReturns, RequestReturn
from functions.orders.returns.domain.states import ReturnStatus, Step
from souk import Json, SellerTransaction, Transaction
from souk.errors import found

CLAIM = "SELECT claim_return(:asked::jsonb, :lines::jsonb)"

FIND_ORDER = """
SELECT order_id
FROM order_returns
WHERE id = :return_id AND seller_id = :seller_id
"""

LOCK = """
SELECT returned.status, returned.refund_id, (
    SELECT json_agg(json_build_object('line_id', back.order_line_id, 'quantity', back.quantity))
    FROM return_lines AS back
    WHERE back.return_id = returned.id
) AS lines
FROM order_returns AS returned
WHERE returned.id = :return_id AND returned.seller_id = :seller_id
FOR UPDATE
"""

FREE_UNITS = """
UPDATE order_lines AS line
SET returning_quantity = line.returning_quantity - back.quantity
FROM return_lines AS back
WHERE back.return_id = :return_id AND back.seller_id = :seller_id AND line.id = back.order_line_id
"""

ANSWER = """
UPDATE order_returns
SET status = :status,
    answer = coalesce(:answer, answer),
    without_return = without_return OR :without_return::boolean,
    restocked = restocked OR :restock::boolean,
    refund_id = coalesce(:refund_id::uuid, refund_id),
    answered_at = coalesce(answered_at, now()),
    received_at = CASE WHEN :received::boolean THEN now() ELSE received_at END
WHERE id = :return_id AND seller_id = :seller_id
"""

SHOW_RETURN = """
SELECT document
FROM customer_returns
WHERE id = :return_id AND customer_id = :customer_id
"""

LIST_RETURNS = """
SELECT json_build_object('items', coalesce((
    SELECT json_agg(returned.document ORDER BY returned.id)
    FROM customer_returns AS returned
    WHERE returned.order_id = placed.id
), '[]'))
FROM orders AS placed
WHERE placed.id = :order_id AND placed.customer_id = :customer_id
"""

_SELLER_RETURN = """document_of(returned, (
    SELECT json_agg(document_of(back, line) ORDER BY line.title, line.variant_id)
    FROM return_lines AS back
    JOIN order_lines AS line ON line.id = back.order_line_id
    WHERE back.return_id = returned.id
))::jsonb || jsonb_build_object('number', placed.number)"""

SHOW_SELLER_RETURN = f"""
SELECT {_SELLER_RETURN}
FROM order_returns AS returned
JOIN orders AS placed ON placed.id = returned.order_id
WHERE returned.id = :return_id AND returned.seller_id = :seller_id
"""

LIST_SELLER_RETURNS = f"""
SELECT returned.id, {_SELLER_RETURN} AS document
FROM order_returns AS returned
JOIN orders AS placed ON placed.id = returned.order_id
WHERE returned.seller_id = :seller_id
    AND (:after_id::uuid IS NULL OR returned.id < :after_id::uuid)
    AND (:status::text IS NULL OR returned.status = :status::text)
ORDER BY returned.id DESC
LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class Return:
    """A return as it was when it was locked, with its units by line."""

    status: ReturnStatus
    refund_id: UUID | None
    units: dict[UUID, int]


def claim(
    tx: Transaction, order_id: UUID, part: PaidPart, return_id: UUID, status: ReturnStatus, body: RequestReturn
) -> bool:
    """Store a return with the units it claims; False when fewer are left."""
    asked = {
        "id": str(return_id),
        "order_id": str(order_id),
        "seller_order_id": str(part.id),
        "seller_id": str(part.seller_id),
        "status": status,
        "reason": body.reason,
        "note": body.note,
    }
    lines = [{"line_id": str(line.line_id), "quantity": line.quantity} for line in body.lines]
    return bool(tx.value(CLAIM, asked=json.dumps(asked), lines=json.dumps(lines)))


def find_order(tx: SellerTransaction, return_id: UUID) -> UUID:
    """Give the order of one of the shop's returns, or raise NotFound."""
    order_id: UUID = found(tx.value(FIND_ORDER, return_id=return_id, seller_id=tx.seller_id), "return")
    return order_id


def lock(tx: SellerTransaction, return_id: UUID) -> Return:
    """Lock one of the shop's returns that is known to exist."""
    (returned,) = tx.fetch(_return, LOCK, return_id=return_id, seller_id=tx.seller_id)
    return returned


def free_units(tx: SellerTransaction, return_id: UUID) -> None:
    """Let go of the units that a return claimed."""
    tx.execute(FREE_UNITS, return_id=return_id, seller_id=tx.seller_id)


def answer(
    tx: SellerTransaction, return_id: UUID, status: ReturnStatus, body: AnswerReturn, refund_id: UUID | None
) -> None:
    """Store what the shop does about a return."""
    tx.execute(
        ANSWER,
        return_id=return_id,
        seller_id=tx.seller_id,
        status=status,
        answer=body.answer,
        without_return=body.without_return,
        restock=body.restock,
        refund_id=refund_id,
        received=body.action is Step.RECEIVE,
    )


def show_return(tx: Transaction, return_id: UUID, customer_id: UUID) -> Json:
    """Give one of a customer's returns, which is known to exist, as ReturnView."""
    return found(tx.json(SHOW_RETURN, return_id=return_id, customer_id=customer_id), "return")


def list_returns(tx: Transaction, order_id: UUID, customer_id: UUID) -> Json:
    """Give the returns of a customer's own order as ReturnsView, or raise NotFound."""
    return found(tx.json(LIST_RETURNS, order_id=order_id, customer_id=customer_id), "order")


def show_seller_return(tx: SellerTransaction, return_id: UUID) -> Json:
    """Give one of the shop's returns as SellerReturnView, or raise NotFound."""
    return found(tx.json(SHOW_SELLER_RETURN, return_id=return_id, seller_id=tx.seller_id), "return")


def list_seller_returns(tx: SellerTransaction, query: ListReturns) -> Json:
    """Give a page of the shop's returns, the latest first."""
    return tx.page(LIST_SELLER_RETURNS, query, seller_id=tx.seller_id, status=query.status)


def _return(lines: str, status: str, **columns: Any) -> Return:
    units: Sequence[dict[str, Any]] = json.loads(lines)
    return Return(
        status=ReturnStatus(status), units={UUID(line["line_id"]): line["quantity"] for line in units}, **columns
    )
