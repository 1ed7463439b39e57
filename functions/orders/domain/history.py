"""Steps of an order's history: every step locks the order first, moves it and is published once."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from events.orders import OrderCompleted, OrderUpdated
from functions.orders.domain import history_store
from functions.orders.domain.history_store import Order
from functions.orders.domain.states import Kind, after
from souk import Money, Transaction
from souk.logs import count, logger


def move(tx: Transaction, order: Order, kind: Kind, **details: Any) -> Order:
    """Let something happen to a locked order.

    Raises NotAllowed when its status does not allow it.
    """
    moved = replace(order, status=after(order.status, kind), sequence=order.sequence + 1)
    history_store.append(tx, moved, kind, details)
    return moved


def lock_named(tx: Transaction, order_id: UUID) -> Order | None:
    """Lock the order that an event names; one that is not there is counted for an alarm."""
    order = history_store.lock(tx, order_id)
    if order is None:
        logger().error("order_unknown", extra={"order_id": order_id})
        count(OrdersUnknown=1)
    return order


def named(order: Order) -> dict[str, Any]:
    """Give what every event of an order says of it."""
    return {"order_id": order.id, "customer_id": order.customer_id, "sequence": order.sequence}


def total(order: Order) -> Money:
    """Give what an order costs."""
    return Money(amount=order.total_amount, currency=order.currency)


def to_pay(order: Order) -> Money:
    """Give what gift cards and store credit leave of it to be charged."""
    return Money(amount=order.total_amount - order.credit_amount, currency=order.currency)


def record_update(tx: Transaction, order: Order) -> None:
    """Publish a step that has no event of its own."""
    tx.record(OrderUpdated(**named(order), status=order.status))


def record_completion(tx: Transaction, order: Order) -> None:
    """Publish that everything of an order arrived."""
    tx.record(OrderCompleted(**named(order), total=total(order)))
