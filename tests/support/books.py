"""What the ledger says of an order, and what befalls one that its books tell of."""

import json
from typing import Any
from uuid import UUID

from events.orders import OrderCreated, OrderPaid, OrderRefundRefused, OrderRefundRequested
from events.payments import PaymentCompleted
from functions.payments import charge_order
from functions.payments.ledger import prove_ledger
from souk.ids import uuid7
from souk.money import Money
from tests.support import api, bus, market, sales, world

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
_HAPPEN = """
WITH moved AS (
    UPDATE orders.orders
    SET sequence = sequence + 1
    WHERE id = :order_id
    RETURNING id, sequence, status
)
INSERT INTO orders.order_events (order_id, sequence, kind, status, data)
SELECT id, sequence, :kind, status, :data::jsonb
FROM moved
RETURNING sequence
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


def paid(amount: int = 4598, **other: Any) -> tuple[OrderCreated, OrderPaid]:
    """Let an order be placed, charged and paid; give the events of the first and the last."""
    order = sales.placed(amount=amount, **other)
    bus.deliver(charge_order, order)
    completions = [one for one in bus.recorded_as(PaymentCompleted) if one.order_id == order.order_id]
    market.deliver_to_orders("mark_order_paid", *completions)
    [sold] = [one for one in bus.recorded_as(OrderPaid) if one.order_id == order.order_id]
    return order, sold


def refund_requested(sold: OrderPaid, amount: int, tax: int = 0, commission: int = 0) -> OrderRefundRequested:
    """Let a refund of a paid order of one shop be decided."""
    [share] = sold.sellers

    def money(amount: int) -> Money:
        return Money(amount=amount, currency=sold.total.currency)

    asked = OrderRefundRequested(
        order_id=sold.order_id,
        customer_id=sold.customer_id,
        refund_id=uuid7(),
        seller_order_id=share.seller_order_id,
        seller_id=share.seller_id,
        amount=money(amount),
        tax=money(tax),
        commission=money(commission),
        commission_tax=money(0),
        subsidy=money(0),
        reason="damaged",
    )
    data = asked.model_dump(mode="json")
    return OrderRefundRequested(**asked.model_dump(), sequence=_happened(sold.order_id, "refund_requested", data))


def refund_refused(asked: OrderRefundRequested) -> OrderRefundRefused:
    """Let the provider refuse a refund."""
    data = asked.model_dump(include=set(OrderRefundRefused.model_fields))
    written = asked.model_dump(mode="json", include=set(OrderRefundRefused.model_fields))
    return OrderRefundRefused(**data, sequence=_happened(asked.order_id, "refund_refused", written))


def close() -> None:
    """Count all that is booked into the checkpoints, which holds as long as nobody is booking."""
    with world.current().tx_as("payments") as tx:
        assert not tx.value("SELECT close_ledger(uuidv7(), 1000)")


def proof(**payload: Any) -> dict[str, Any]:
    """Prove the ledger, and read what an operator would."""
    return dict(json.loads(json.dumps(api.invoke(prove_ledger.handler, payload))))


def _happened(order_id: UUID, kind: str, data: dict[str, Any]) -> int:
    with world.current().tx_as("admin") as tx:
        return int(tx.value(_HAPPEN, order_id=order_id, kind=kind, data=json.dumps(data)))


def _rows(sql: str, order_id: UUID) -> list[dict[str, Any]]:
    with world.current().tx_as("payments") as tx:
        return tx.rows(sql, order_id=order_id)
