"""What happens to an order after it was placed. Every step locks the order first and appends to its history."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from events.orders import CancellationReason, OrderCancelled, OrderCompleted, OrderPaid, OrderShipped, OrderUpdated
from events.payments import PaymentActionRequired, PaymentCompleted, PaymentFailed, PaymentRefunded
from functions.orders.domain import history_store, store, view_store
from functions.orders.domain.history_store import Order
from functions.orders.domain.model import NotCancellable, NotDeliverable, NotShippable, PaidAmountDiffers, Shipment
from functions.orders.domain.states import UNPAID, Kind, OrderStatus, after, allows
from souk import Database, Event, Json, Money, Transaction
from souk.errors import NotFound, Retry

OVERDUE_AT_ONCE = 200


def mark_paid(tx: Transaction, payment: PaymentCompleted) -> None:
    """Sell what was held; without stock the order is cancelled, and a payment for a cancelled order is owed back.

    Raises PaidAmountDiffers when not the whole order was paid.
    """
    order = _locked(history_store.lock_order(tx, payment.order_id))
    if order.status is OrderStatus.CANCELLED:
        _cancel(tx, order, "paid_after_cancellation", Kind.PAID_AFTER_CANCELLATION)
    elif order.status not in UNPAID:
        return
    elif payment.amount != Money(amount=order.total_amount, currency=order.currency):
        raise PaidAmountDiffers(f"Order {order.id} costs {order.total_amount} {order.currency}.")
    elif store.commit_stock(tx, order.id):
        order = _move(tx, order, Kind.PAID)
        tx.record(
            OrderPaid(**_told(order), total=payment.amount, **history_store.sold(tx, order.id), sequence=order.sequence)
        )
    else:
        _cancel(tx, order, "out_of_stock")


def await_action(tx: Transaction, payment: PaymentActionRequired) -> None:
    """Let the order wait for the buyer's second payment step."""
    _note_payment(tx, payment, payment.order_id, Kind.ACTION_REQUIRED, {})


def note_failed_payment(tx: Transaction, payment: PaymentFailed) -> None:
    """Cancel the order when no further attempt follows, else let it wait for the next one."""
    if not payment.final:
        return _note_payment(tx, payment, payment.order_id, Kind.PAYMENT_FAILED, {"reason": payment.reason})
    order = _locked(history_store.lock_order(tx, payment.order_id))
    if order.status in UNPAID:
        _give_up(tx, order, "payment_failed")
    return None


def note_refund(tx: Transaction, refund: PaymentRefunded) -> None:
    """Count what went back to the buyer; all of it makes the order refunded, unless it was cancelled.

    Raises Retry when the refund is told before the payment.
    """
    if refund.reason == "charged_twice":
        return  # another payment of the order stands
    order = _locked(history_store.lock_order(tx, refund.order_id))
    if order.status in UNPAID:
        raise Retry("the payment itself was not told yet")
    order = replace(order, refunded_amount=order.refunded_amount + refund.amount.amount)
    kind = Kind.REFUNDED if order.refunded_amount == order.total_amount else Kind.PARTLY_REFUNDED
    order = _move(tx, order, kind, amount=refund.amount.model_dump(), reason=refund.reason)
    tx.record(OrderUpdated(**_told(order), status=order.status, sequence=order.sequence))


def cancel(tx: Transaction, order_id: UUID, customer_id: UUID) -> Json:
    """Cancel the customer's own order before anything of it is shipped.

    Raises NotFound or NotCancellable.
    """
    order = _locked(history_store.lock_own_order(tx, order_id, customer_id))
    if not allows(order.status, Kind.CANCELLED):
        raise NotCancellable(f"The order is {order.status.replace('_', ' ')}.")
    _give_up(tx, order, "customer")
    return view_store.show_order(tx, order_id, customer_id)


def cancel_overdue(database: Database) -> int:
    """Cancel orders that stayed unpaid longer than their stock is held, each in a transaction of its own.

    One transaction for all would hold the stock rows of several orders, in no common order.
    """
    overdue = database.read(lambda tx: history_store.list_overdue(tx, OVERDUE_AT_ONCE))
    return sum(database.write(partial(_cancel_overdue, order_id)) for order_id in overdue)


def ship(tx: Transaction, seller_order_id: UUID, seller_id: UUID, shipment: Shipment) -> Json:
    """Send the seller's own part on its way.

    Raises NotFound or NotShippable.
    """
    order = _locked(history_store.lock_part(tx, seller_order_id, seller_id), "seller_order")
    shipped = replace(order, parts_shipped=order.parts_shipped + 1)
    kind = Kind.LAST_PART_SHIPPED if shipped.parts_shipped == order.parts else Kind.PART_SHIPPED
    if order.shipped_at or not allows(order.status, kind):
        raise NotShippable("This part is not to be shipped.")
    history_store.ship_part(tx, seller_order_id, seller_id, shipment.carrier, shipment.tracking_number)
    order = _move(tx, shipped, kind, seller_order_id=str(seller_order_id), **shipment.model_dump())
    tx.record(
        OrderShipped(
            **_told(order),
            seller_order_id=seller_order_id,
            seller_id=seller_id,
            status=order.status,
            sequence=order.sequence,
            **shipment.model_dump(),
        )
    )
    return view_store.show_seller_order(tx, seller_order_id, seller_id)


def deliver(tx: Transaction, seller_order_id: UUID, seller_id: UUID) -> Json:
    """Say that the seller's own part arrived; a second time changes nothing. The last one completes the order.

    Raises NotFound or NotDeliverable.
    """
    order = _locked(history_store.lock_part(tx, seller_order_id, seller_id), "seller_order")
    if order.delivered_at:
        return view_store.show_seller_order(tx, seller_order_id, seller_id)
    arrived = replace(order, parts_delivered=order.parts_delivered + 1)
    kind = Kind.LAST_PART_DELIVERED if arrived.parts_delivered == order.parts else Kind.PART_DELIVERED
    if not order.shipped_at or not allows(order.status, kind):
        raise NotDeliverable("This part is not on its way.")
    history_store.deliver_part(tx, seller_order_id, seller_id)
    order = _move(tx, arrived, kind, seller_order_id=str(seller_order_id))
    if order.status is OrderStatus.COMPLETED:
        total = Money(amount=order.total_amount, currency=order.currency)
        tx.record(OrderCompleted(**_told(order), total=total, sequence=order.sequence))
    else:
        tx.record(OrderUpdated(**_told(order), status=order.status, sequence=order.sequence))
    return view_store.show_seller_order(tx, seller_order_id, seller_id)


def _cancel_overdue(order_id: UUID, tx: Transaction) -> bool:
    order = history_store.lock_overdue(tx, order_id)
    if order is not None:
        _give_up(tx, order, "payment_overdue")
    return order is not None


def _give_up(tx: Transaction, order: Order, reason: CancellationReason) -> None:
    store.release_stock(tx, order.id)
    _cancel(tx, order, reason)


def _cancel(tx: Transaction, order: Order, reason: CancellationReason, kind: Kind = Kind.CANCELLED) -> None:
    order = _move(tx, order, kind, reason=reason)
    tx.record(OrderCancelled(**_told(order), reason=reason, sequence=order.sequence))


def _note_payment(tx: Transaction, payment: Event, order_id: UUID, kind: Kind, details: dict[str, Any]) -> None:
    """Follow an attempt to charge the order unless a later attempt, or a later step of it, was told already.

    Attempts are numbered by time: their ids are UUIDv7.
    """
    order = _locked(history_store.lock_order(tx, order_id))
    told, known = (UUID(payment.aggregate_id), payment.sequence), (order.payment_transaction_id, order.payment_sequence)
    if not allows(order.status, kind) or (known != (None, None) and told <= known):
        return
    noted = replace(order, payment_transaction_id=told[0], payment_sequence=told[1])
    order = _move(tx, noted, kind, **details)
    tx.record(OrderUpdated(**_told(order), status=order.status, sequence=order.sequence))


def _move(tx: Transaction, order: Order, kind: Kind, **details: Any) -> Order:
    """Let something happen to a locked order.

    Raises NotAllowed when its status does not allow it.
    """
    moved = replace(order, status=after(order.status, kind), sequence=order.sequence + 1)
    history_store.append(tx, moved, kind, details)
    return moved


def _locked(order: Order | None, thing: str = "order") -> Order:
    if order is None:
        raise NotFound.of(thing)
    return order


def _told(order: Order) -> dict[str, Any]:
    return {"order_id": order.id, "customer_id": order.customer_id}
