"""What happens to an order after it was placed. Every step locks the order first and appends to its history.

An event that does not fit, of an order that is not there or of another amount or currency than its own, sets off an
alarm and is done with: it would not fit better if it came again.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from events.orders import (
    CancellationReason,
    OrderCancelled,
    OrderCompleted,
    OrderPaid,
    OrderPaymentRequested,
    OrderShipped,
    OrderUpdated,
)
from events.payments import (
    PaymentActionRequired,
    PaymentAuthorized,
    PaymentCompleted,
    PaymentFailed,
    PaymentRefunded,
)
from functions.orders.domain import history_store, payment, store, view_store
from functions.orders.domain.history_store import Order
from functions.orders.domain.model import (
    NotCancellable,
    NotDeliverable,
    NotPayable,
    NotShippable,
    PayAgain,
    Shipment,
)
from functions.orders.domain.placing import HOLD
from functions.orders.domain.states import UNPAID, Kind, OrderStatus, after, allows
from souk import Database, Json, Money, SellerTransaction, Transaction
from souk.errors import Retry, Unavailable
from souk.ids import uuid7
from souk.logs import count, logger
from souk.paying import PaymentMethods

OVERDUE_AT_ONCE = 2000
PAYABLE_FOR = timedelta(minutes=30)
LONGEST_HOLD = timedelta(hours=2)


def mark_order_paid(tx: Transaction, paid: PaymentAuthorized | PaymentCompleted) -> None:
    """Sell what was held, as soon as its money is authorised or captured.

    Without its stock, or paid with another amount than it costs, the order is cancelled. What was captured for a
    cancelled order goes back, and what was authorised is given up, for which payments asks nobody.
    """
    captured = isinstance(paid, PaymentCompleted)
    if isinstance(paid, PaymentCompleted) and paid.surplus:
        return  # another payment of the order stands, and this one goes back
    order = _lock(tx, paid.order_id)
    if order is None or (order.status is OrderStatus.CANCELLED and not captured):
        return
    if captured:
        order = replace(order, captured_amount=order.captured_amount + _in_currency_of(order, paid.amount))
    if order.status not in UNPAID | {OrderStatus.CANCELLED}:
        if captured and allows(order.status, Kind.CAPTURED) and order.captured_amount == paid.amount.amount:
            _record_update(tx, move(tx, order, Kind.CAPTURED))
    elif order.status is OrderStatus.CANCELLED:
        _record_update(tx, move(tx, order, Kind.PAID_AFTER_CANCELLATION))
    elif paid.amount != _total(order):
        logger().error("wrong_amount_paid", extra={"order_id": order.id, "paid": paid.amount})
        count(WrongAmountsPaid=1)
        _give_up(tx, order, "wrong_amount_paid")
    elif store.commit_stock(tx, order.id):
        order = replace(
            order,
            payment_method=paid.payment_method,
            payment_transaction_id=paid.transaction_id,
            payment_failure=None,
        )
        order = move(tx, order, Kind.PAID)
        sold = history_store.sold(tx, order.id)
        tx.record(OrderPaid(**_of(order), total=paid.amount, **sold))
    else:
        _cancel(tx, order, "out_of_stock")


def await_action(tx: Transaction, payment: PaymentActionRequired) -> None:
    """Let the order wait for the customer's second payment step."""
    order = _next_step(tx, payment, Kind.ACTION_REQUIRED)
    if order is not None:
        _record_update(tx, move(tx, replace(order, payment_failure=None), Kind.ACTION_REQUIRED))


def await_payment(tx: Transaction, payment: PaymentFailed) -> None:
    """Keep the order and its stock a while longer, to be paid again.

    When its hold ran out meanwhile and the stock is gone, its time is left as it is: up, so that it is cancelled next.
    Giving it up here would take the cart after the stock.
    """
    order = _next_step(tx, payment, Kind.PAYMENT_FAILED)
    if order is None:
        return
    order = replace(order, payment_failure=payment.reason)
    held = _held(order, payment.occurred_at + PAYABLE_FOR)
    if store.hold_longer(tx, order.id, held.held_until):
        order = held
    _record_update(tx, move(tx, order, Kind.PAYMENT_FAILED, reason=payment.reason))


def pay_again(
    tx: Transaction, methods: PaymentMethods, order_id: UUID, customer_id: UUID, body: PayAgain, now: datetime
) -> Json:
    """Ask for another payment of the customer's own order, whose last one failed or waits for a second step.

    Who asks twice is refused the second time: the order is being charged.

    Raises Invalid, NotFound or NotPayable.
    """
    order = history_store.lock_own(tx, order_id, customer_id)
    payment.check(methods, body, order.country, _total(order))
    if order.payable_until is None:
        raise NotPayable(
            f"The order is {'being charged' if order.status in UNPAID else order.status.replace('_', ' ')}."
        )
    held = _held(order, now + HOLD)
    if order.payable_until <= now or not store.hold_longer(tx, order.id, held.held_until):
        raise NotPayable("The time to pay the order is up; its items come back into the cart.")
    payment_id, method = uuid7(), body.payment_method
    requested = replace(
        held,
        payment_method=method,
        payment_failure=None,
        payment_transaction_id=payment_id,
        payment_step=[order.sequence + 1],
    )
    order = move(tx, requested, Kind.PAYMENT_REQUESTED, method=method)
    tx.record(
        OrderPaymentRequested(
            **_of(order),
            payment_id=payment_id,
            payment_method=method,
            payment_token=body.payment_token,
            total=_total(order),
        )
    )
    return view_store.show_order(tx, order_id, customer_id)


def count_refund(tx: Transaction, refund: PaymentRefunded) -> None:
    """Count what went back to the customer; all of it makes the order refunded, unless it was cancelled.

    Raises Retry when more goes back than was captured as far as is known: the refund arrives before its payment.
    """
    if refund.reason == "charged_twice":
        return  # another payment of the order stands
    order = _lock(tx, refund.order_id)
    if order is None:
        return
    if refund.amount.currency != order.currency:
        logger().error("wrong_currency_refunded", extra={"order_id": order.id, "refunded": refund.amount})
        count(WrongCurrenciesRefunded=1)
        return
    order = replace(order, refunded_amount=order.refunded_amount + refund.amount.amount)
    if order.refunded_amount > order.captured_amount:
        raise Retry("the payment itself has not arrived yet")
    kind = Kind.REFUNDED if order.refunded_amount == order.captured_amount else Kind.PARTLY_REFUNDED
    order = move(tx, order, kind, amount=refund.amount.model_dump(), reason=refund.reason)
    _record_update(tx, order)


def cancel_order(tx: Transaction, order_id: UUID, customer_id: UUID) -> Json:
    """Cancel the customer's own order before anything of it is shipped.

    Raises NotFound or NotCancellable.
    """
    order = history_store.lock_own(tx, order_id, customer_id)
    if not allows(order.status, Kind.CANCELLED):
        raise NotCancellable(f"The order is {order.status.replace('_', ' ')}.")
    _give_up(tx, order, "customer")
    return view_store.show_order(tx, order_id, customer_id)


def cancel_overdue_orders(database: Database) -> None:
    """Cancel orders that stayed unpaid longer than their stock is held, each in a transaction of its own.

    One transaction for all would hold the stock rows of several orders, in no common order. One that cannot be
    cancelled keeps no other waiting: what somebody is changing is left for the next run.

    Raises what else went wrong when all had their turn.
    """
    faults: list[Exception] = []
    for order_id in database.read(lambda tx: history_store.list_overdue(tx, OVERDUE_AT_ONCE)):
        try:
            database.write(partial(_cancel_overdue, order_id))
        except Unavailable:
            logger().warning("overdue_order_left", extra={"order_id": order_id})
        except Exception as fault:
            fault.add_note(f"order {order_id}")
            faults.append(fault)
    if faults:
        raise ExceptionGroup("some overdue orders cannot be cancelled", faults)


def ship_seller_order(tx: SellerTransaction, seller_order_id: UUID, body: Shipment) -> Json:
    """Send one of the shop's seller orders on its way.

    Raises NotFound or NotShippable.
    """
    order = history_store.lock_seller_order(tx, seller_order_id)
    shipped = replace(order, shipped_count=order.shipped_count + 1)
    is_last = shipped.shipped_count == order.seller_count
    kind = Kind.LAST_SELLER_ORDER_SHIPPED if is_last else Kind.SELLER_ORDER_SHIPPED
    if order.shipped_at or not allows(order.status, kind):
        raise NotShippable("This seller order is not to be shipped.")
    history_store.ship_seller_order(tx, seller_order_id, body.carrier, body.tracking_number)
    order = move(tx, shipped, kind, seller_order_id=str(seller_order_id), **body.model_dump())
    tx.record(
        OrderShipped(
            **_of(order),
            seller_order_id=seller_order_id,
            seller_id=tx.seller_id,
            status=order.status,
            **body.model_dump(),
        )
    )
    return view_store.show_seller_order(tx, seller_order_id)


def mark_delivered(tx: SellerTransaction, seller_order_id: UUID) -> Json:
    """Mark one of the shop's seller orders as arrived; a second time changes nothing. The last completes the order.

    Raises NotFound or NotDeliverable.
    """
    order = history_store.lock_seller_order(tx, seller_order_id)
    if order.delivered_at:
        return view_store.show_seller_order(tx, seller_order_id)
    arrived = replace(order, delivered_count=order.delivered_count + 1)
    is_last = arrived.delivered_count == order.seller_count
    kind = Kind.LAST_SELLER_ORDER_DELIVERED if is_last else Kind.SELLER_ORDER_DELIVERED
    if not order.shipped_at or not allows(order.status, kind):
        raise NotDeliverable("This seller order is not on its way.")
    history_store.deliver_seller_order(tx, seller_order_id)
    order = move(tx, arrived, kind, seller_order_id=str(seller_order_id))
    if order.status is OrderStatus.COMPLETED:
        tx.record(OrderCompleted(**_of(order), total=_total(order)))
    else:
        _record_update(tx, order)
    return view_store.show_seller_order(tx, seller_order_id)


def move(tx: Transaction, order: Order, kind: Kind, **details: Any) -> Order:
    """Let something happen to a locked order.

    Raises NotAllowed when its status does not allow it.
    """
    moved = replace(order, status=after(order.status, kind), sequence=order.sequence + 1)
    history_store.append(tx, moved, kind, details)
    return moved


def _cancel_overdue(order_id: UUID, tx: Transaction) -> None:
    order = history_store.lock_overdue(tx, order_id)
    if order is not None:
        _give_up(tx, order, "payment_overdue")


def _give_up(tx: Transaction, order: Order, reason: CancellationReason) -> None:
    """Cancel an order that may still hold stock; the lines of an unpaid one are back in the cart.

    The history says how many units the cart had no room for.
    """
    details: dict[str, Any] = {}
    if order.status in UNPAID and (left_out := store.put_back(tx, order.id, order.customer_id, order.currency)):
        details["units_left_out"] = left_out
    store.release_stock(tx, order.id)
    _cancel(tx, order, reason, **details)


def _cancel(tx: Transaction, order: Order, reason: CancellationReason, **details: Any) -> None:
    order = move(tx, order, Kind.CANCELLED, reason=reason, **details)
    tx.record(OrderCancelled(**_of(order), reason=reason))


def _next_step(tx: Transaction, payment: PaymentActionRequired | PaymentFailed, kind: Kind) -> Order | None:
    """Lock the order and note a step of a payment in it, unless a later one, or a later payment, was noted already."""
    order = _lock(tx, payment.order_id)
    step = [payment.request, payment.attempt, payment.sequence]
    if order is None or not allows(order.status, kind) or step <= order.payment_step:
        return None
    return replace(order, payment_transaction_id=payment.transaction_id, payment_step=step)


def _held(order: Order, until: datetime) -> Order:
    """Hold an order longer, as far as an order is held at all: nobody keeps stock from others by failing to pay."""
    return replace(order, held_until=max(order.held_until, min(until, order.created_at + LONGEST_HOLD)))


def _record_update(tx: Transaction, order: Order) -> None:
    tx.record(OrderUpdated(**_of(order), status=order.status))


def _lock(tx: Transaction, order_id: UUID) -> Order | None:
    """Lock the order that an event names; one that is not there is counted for an alarm."""
    order = history_store.lock(tx, order_id)
    if order is None:
        logger().error("order_unknown", extra={"order_id": order_id})
        count(OrdersUnknown=1)
    return order


def _of(order: Order) -> dict[str, Any]:
    return {"order_id": order.id, "customer_id": order.customer_id, "sequence": order.sequence}


def _in_currency_of(order: Order, money: Money) -> int:
    return money.amount if money.currency == order.currency else 0


def _total(order: Order) -> Money:
    return Money(amount=order.total_amount, currency=order.currency)
