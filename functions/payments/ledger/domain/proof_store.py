"""What the ledger is proved from: the histories of orders and payments, many orders at a time, by the orders' ids."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from functions.payments.ledger.domain.journals import Share
from functions.payments.ledger.domain.payment_history import PaymentEvent, Standing
from functions.payments.ledger.domain.store import EARLIER_MATTERS
from souk import Transaction

LAST_OF_PAGE = """
SELECT order_id
FROM orders_api.payable
WHERE order_id > :after
ORDER BY order_id
OFFSET :batch - 1
LIMIT 1
"""

HISTORIES = """
SELECT order_id, sequence, kind, refund_id, occurred_at
FROM orders_api.history
WHERE order_id > :after AND order_id <= :up_to AND kind = ANY (:kinds::text[])
ORDER BY order_id, sequence
"""

_SHARE = """seller_id, currency, paid_amount AS paid, tax_amount AS tax, commission_amount AS commission,
    commission_tax_amount AS commission_tax, subsidy_amount AS subsidy"""

SHARES = f"""
SELECT order_id, {_SHARE}
FROM orders_api.shares
WHERE order_id > :after AND order_id <= :up_to
"""

REFUNDED_SHARES = f"""
SELECT refund_id, {_SHARE}
FROM orders_api.refunded_shares
WHERE order_id > :after AND order_id <= :up_to
"""

PAYMENTS = """
SELECT
    payment.id, payment.order_id, payment.status, payment.captured_amount, payment.refunded_amount, step.sequence,
    step.kind, step.status AS status_after, step.refund_id, step.provider, step.amount,
    coalesce((step.data ->> 'fee')::bigint, 0) AS fee, step.currency, step.occurred_at,
    coalesce((step.data ->> 'as_credit')::boolean, false) AS as_credit
FROM transactions AS payment
LEFT JOIN payment_events AS step ON step.transaction_id = payment.id
WHERE payment.order_id > :after AND payment.order_id <= :up_to
ORDER BY payment.id, step.sequence
"""


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry of an order's history."""

    order_id: UUID
    sequence: int
    kind: str
    refund_id: UUID | None
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class ProvedPayment:
    """A payment as it stands, and its history; both as they were at one moment."""

    id: UUID
    order_id: UUID
    standing: Standing
    history: list[PaymentEvent]


def last_of_page(tx: Transaction, after: UUID, batch: int) -> UUID | None:
    """Give the last of the next so many orders; None when there are fewer."""
    found: UUID | None = tx.value(LAST_OF_PAGE, after=after, batch=batch)
    return found


def histories(tx: Transaction, after: UUID, up_to: UUID) -> list[Happened]:
    """Give what happened to orders, as far as the ledger is about it."""
    return tx.fetch(Happened, HISTORIES, after=after, up_to=up_to, kinds=list(EARLIER_MATTERS))


def shares(tx: Transaction, after: UUID, up_to: UUID) -> list[tuple[UUID, Share]]:
    """Give what each shop sold, with the order."""
    return tx.fetch(_share, SHARES, after=after, up_to=up_to)


def refunded_shares(tx: Transaction, after: UUID, up_to: UUID) -> dict[UUID, Share]:
    """Give what of a sale goes back, by the refund."""
    return dict(tx.fetch(_refunded_share, REFUNDED_SHARES, after=after, up_to=up_to))


def payments(tx: Transaction, after: UUID, up_to: UUID) -> list[ProvedPayment]:
    """Give the payments of orders."""
    rows = tx.rows(PAYMENTS, after=after, up_to=up_to)
    return [_payment(list(steps)) for _, steps in groupby(rows, key=lambda row: row["id"])]


def _share(order_id: UUID, **columns: Any) -> tuple[UUID, Share]:
    return order_id, Share(**columns)


def _refunded_share(refund_id: UUID, **columns: Any) -> tuple[UUID, Share]:
    return refund_id, Share(**columns)


def _payment(rows: list[dict[str, Any]]) -> ProvedPayment:
    first = rows[0]
    standing = Standing(first["status"], first["captured_amount"], first["refunded_amount"])
    history = [
        PaymentEvent(
            transaction_id=row["id"],
            sequence=row["sequence"],
            order_id=row["order_id"],
            kind=row["kind"],
            status=row["status_after"],
            refund_id=row["refund_id"],
            provider=row["provider"],
            amount=row["amount"],
            fee=row["fee"],
            currency=row["currency"],
            occurred_at=row["occurred_at"],
            as_credit=row["as_credit"],
        )
        for row in rows
        if row["sequence"] is not None
    ]
    return ProvedPayment(first["id"], first["order_id"], standing, history)
