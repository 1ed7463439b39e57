"""What goes back of an order, past the policies: a refund may be of any shop's part. The order is locked first."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from functions.orders.domain.history_store import Order
from functions.orders.domain.refund import FindRefunds
from functions.orders.domain.sharing import SoldLine, SoldPart, SoldShare
from souk import Json, Transaction
from souk.errors import found
from souk.event import correlation

PARTS = """
SELECT
    id, seller_id, currency, shipping_amount, shipping_tax_amount, shipping_subsidy_amount, refunded_shipping_amount,
    refunded_tax_amount, refunded_subsidy_amount, shipped_at, delivered_at, cancelled_at, lines
FROM parts(:order_id, :seller_id)
"""

CLAIM = "SELECT claim_refund(:refund::jsonb)"

COUNT = "SELECT count_refunded(:refund_id, :amount)"

REFUSE = """
SELECT seller_order_id, seller_id
FROM refuse_refund(:refund_id, :amount)
"""

COUNT_RETURNED = "SELECT count_returned(:refund_id, :amount)"

LIST_OF_ORDER = """
SELECT json_build_object('items', coalesce((
    SELECT json_agg(refund.document ORDER BY refund.id)
    FROM all_refunds AS refund
    WHERE refund.order_id = placed.id AND (:seller_id::uuid IS NULL OR refund.seller_id = :seller_id::uuid)
), '[]'))
FROM orders AS placed
WHERE placed.id = :order_id
    AND (:seller_id::uuid IS NULL OR EXISTS (SELECT FROM parts(:order_id::uuid, :seller_id::uuid)))
"""

FIND_REFUNDS = """
SELECT id, document
FROM all_refunds
WHERE (:after_id::uuid IS NULL OR id < :after_id::uuid)
    AND (:status::text IS NULL OR status = :status::text)
ORDER BY id DESC
LIMIT :limit
"""

TAKE_BACK = "SELECT inventory_api.take_back(:order_id, :variant_ids::uuid[], :quantities::integer[], :correlation_id)"


@dataclass(frozen=True, slots=True)
class PaidPart(SoldPart):
    """A seller order of a paid order."""

    id: UUID
    seller_id: UUID
    currency: str
    shipped_at: datetime | None
    delivered_at: datetime | None
    cancelled_at: datetime | None


@dataclass(frozen=True, slots=True)
class RefusedRefund:
    """Whose refund was refused."""

    seller_order_id: UUID
    seller_id: UUID


def parts(tx: Transaction, order_id: UUID, seller_id: UUID | None) -> list[PaidPart]:
    """Give the seller orders of a paid order, or the one of a shop; none as long as it is not paid."""
    return tx.fetch(_part, PARTS, order_id=order_id, seller_id=seller_id)


def claim(
    tx: Transaction,
    order: Order,
    part: PaidPart,
    refund_id: UUID,
    share: SoldShare,
    *,
    reason: str,
    note: str | None,
    restocked: bool,
    as_credit: bool,
) -> None:
    """Claim a share of a seller order and keep it as a refund that is requested."""
    refund = {
        "id": str(refund_id),
        "order_id": str(order.id),
        "seller_order_id": str(part.id),
        "seller_id": str(part.seller_id),
        "currency": order.currency,
        "amount": share.amount,
        "shipping_amount": share.shipping,
        "tax_amount": share.tax,
        "commission_amount": share.commission,
        "commission_tax_amount": share.commission_tax,
        "subsidy_amount": share.subsidy,
        "reason": reason,
        "note": note,
        "restocked": restocked,
        "as_credit": as_credit,
        "lines": [asdict(line) | {"line_id": str(line.line_id)} for line in share.lines],
    }
    if not tx.value(CLAIM, refund=json.dumps(refund)):
        raise RuntimeError(f"seller order {part.id} has less left than {share.amount}")


def count(tx: Transaction, refund_id: UUID, amount: int) -> bool:
    """Count what went back for a refund; False when that is more than was requested, or nobody requested it."""
    return bool(tx.value(COUNT, refund_id=refund_id, amount=amount))


def count_returned(tx: Transaction, refund_id: UUID, amount: int) -> bool:
    """Count what came back of a refund; False when so much did not go out as far as is known."""
    return bool(tx.value(COUNT_RETURNED, refund_id=refund_id, amount=amount))


def list_of_order(tx: Transaction, order_id: UUID, seller_id: UUID | None) -> Json:
    """Give the refunds of an order as KnownRefundsView, or those of a shop's part, or raise NotFound."""
    return found(tx.json(LIST_OF_ORDER, order_id=order_id, seller_id=seller_id), "order")


def find_refunds(tx: Transaction, query: FindRefunds) -> Json:
    """Give a page of everybody's refunds, the latest first."""
    return tx.page(FIND_REFUNDS, query, status=query.status)


def refuse(tx: Transaction, refund_id: UUID, amount: int) -> RefusedRefund | None:
    """Let go of what a refund claimed that was refused whole; None when it was not, or nothing is claimed any more."""
    return tx.fetch_one(RefusedRefund, REFUSE, refund_id=refund_id, amount=amount)


def take_back(tx: Transaction, order_id: UUID, units: Mapping[UUID, int | None]) -> None:
    """Put so many units of variants that an order took back on the shelf; all that have not come back for None."""
    tx.execute(
        TAKE_BACK,
        order_id=order_id,
        variant_ids=list(units),
        quantities=list(units.values()),
        correlation_id=correlation.get(),
    )


def _part(lines: str, **columns: Any) -> PaidPart:
    return PaidPart(lines=tuple(_line(**line) for line in json.loads(lines)), **columns)


def _line(**columns: Any) -> SoldLine:
    ids = {name: UUID(columns[name]) for name in ("id", "variant_id")}
    return SoldLine(**columns | ids)
