"""What happens to an order after it was placed. Every step locks the order first and appends to its history.

An event that does not fit, of an order that is not there or of another amount or currency than its own, sets off an
alarm and is done with: it would not fit better if it came again.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from events.orders import OrderPaid, OrderPaymentRequested, OrderShipped
from events.payments import PaymentActionRequired, PaymentAuthorized, PaymentCompleted, PaymentFailed
from functions.orders.domain import history, history_store, payment, store, view_store
from functions.orders.domain.cancelling import cancel, give_up, pay_back_cancelled
from functions.orders.domain.history_store import Order
from functions.orders.domain.model import NotDeliverable, NotPayable, NotShippable, PayAgain, Shipment
from functions.orders.domain.placing import HOLD
from functions.orders.domain.states import UNPAID, Kind, OrderStatus, allows
from souk import Caller, Json, Money, SellerTransaction, Transaction
from souk.ids import uuid7
from souk.logs import count, logger
from souk.paying import PaymentMethods

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
    order = history.lock_named(tx, paid.order_id)
    if order is None or (order.status is OrderStatus.CANCELLED and not captured):
        return
    if captured:
        order = replace(order, captured_amount=order.captured_amount + _in_currency_of(order, paid.amount))
    if order.status not in UNPAID | {OrderStatus.CANCELLED}:
        if captured and allows(order.status, Kind.CAPTURED) and order.captured_amount == paid.amount.amount:
            order = history.move(tx, _with_credit(order), Kind.CAPTURED)
            history.record_update(tx, order)
            pay_back_cancelled(tx, order)
    elif order.status is OrderStatus.CANCELLED:
        history.record_update(tx, history.move(tx, order, Kind.PAID_AFTER_CANCELLATION))
    elif paid.amount != history.to_pay(order):
        logger().error("wrong_amount_paid", extra={"order_id": order.id, "paid": paid.amount})
        count(WrongAmountsPaid=1)
        give_up(tx, order, "wrong_amount_paid")
    elif store.commit_stock(tx, order.id):
        order = replace(
            _with_credit(order) if captured else order,
            payment_method=paid.payment_method,
            payment_transaction_id=paid.transaction_id,
            payment_failure=None,
        )
        order = history.move(tx, order, Kind.PAID)
        sold = history_store.sold(tx, order.id)
        tx.record(OrderPaid(**history.named(order), total=history.total(order), **sold))
    else:
        cancel(tx, order, "out_of_stock")


def await_action(tx: Transaction, payment: PaymentActionRequired) -> None:
    """Let the order wait for the customer's second payment step."""
    order = _next_step(tx, payment, Kind.ACTION_REQUIRED)
    if order is not None:
        history.record_update(tx, history.move(tx, replace(order, payment_failure=None), Kind.ACTION_REQUIRED))


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
    history.record_update(tx, history.move(tx, order, Kind.PAYMENT_FAILED, reason=payment.reason))


def pay_again(
    tx: Transaction, methods: PaymentMethods, order_id: UUID, caller: Caller, body: PayAgain, now: datetime
) -> Json:
    """Ask for another payment of the customer's own order, whose last one failed or waits for a second step.

    Who asks twice is refused the second time: the order is being charged.

    Raises Invalid, NotFound or NotPayable.
    """
    order = history_store.lock_own(tx, order_id, caller.user_id)
    method = payment.check(tx, methods, caller, body, order.country, history.to_pay(order))
    if order.payable_until is None:
        raise NotPayable(
            f"The order is {'being charged' if order.status in UNPAID else order.status.replace('_', ' ')}."
        )
    held = _held(order, now + HOLD)
    if order.payable_until <= now or not store.hold_longer(tx, order.id, held.held_until):
        raise NotPayable("The time to pay the order is up; its items come back into the cart.")
    payment_id = uuid7()
    requested = replace(
        held,
        payment_method=method,
        payment_failure=None,
        payment_transaction_id=payment_id,
        payment_step=[order.sequence + 1],
    )
    order = history.move(tx, requested, Kind.PAYMENT_REQUESTED, method=method)
    tx.record(
        OrderPaymentRequested(
            **history.named(order),
            payment_id=payment_id,
            payment_method=method,
            payment_token=body.payment_token,
            saved_method_id=body.saved_method_id,
            keeps_method=body.keep_method,
            total=history.total(order),
        )
    )
    return view_store.show_order(tx, order_id, caller.user_id)


def ship_seller_order(tx: SellerTransaction, seller_order_id: UUID, body: Shipment) -> Json:
    """Send one of the shop's seller orders on its way.

    Raises NotFound or NotShippable.
    """
    order = history_store.lock_seller_order(tx, seller_order_id)
    shipped = replace(order, shipped_count=order.shipped_count + 1)
    is_last = shipped.parts.standing is OrderStatus.SHIPPED
    kind = Kind.LAST_SELLER_ORDER_SHIPPED if is_last else Kind.SELLER_ORDER_SHIPPED
    if order.shipped_at or order.cancelled_at or not allows(order.status, kind):
        raise NotShippable("This seller order is not to be shipped.")
    history_store.ship_seller_order(tx, seller_order_id, body)
    order = history.move(tx, shipped, kind, seller_order_id=str(seller_order_id), **body.model_dump())
    tx.record(
        OrderShipped(
            **history.named(order),
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
    is_last = arrived.parts.standing is OrderStatus.COMPLETED
    kind = Kind.LAST_SELLER_ORDER_DELIVERED if is_last else Kind.SELLER_ORDER_DELIVERED
    if not order.shipped_at or not allows(order.status, kind):
        raise NotDeliverable("This seller order is not on its way.")
    history_store.deliver_seller_order(tx, seller_order_id)
    order = history.move(tx, arrived, kind, seller_order_id=str(seller_order_id))
    if order.status is OrderStatus.COMPLETED:
        history.record_completion(tx, order)
    else:
        history.record_update(tx, order)
    return view_store.show_seller_order(tx, seller_order_id)


def _next_step(tx: Transaction, payment: PaymentActionRequired | PaymentFailed, kind: Kind) -> Order | None:
    """Lock the order and note a step of a payment in it, unless a later one, or a later payment, was noted already."""
    order = history.lock_named(tx, payment.order_id)
    step = [payment.request, payment.attempt, payment.sequence]
    if order is None or not allows(order.status, kind) or step <= order.payment_step:
        return None
    return replace(order, payment_transaction_id=payment.transaction_id, payment_step=step)


def _held(order: Order, until: datetime) -> Order:
    """Hold an order longer, as far as an order is held at all: nobody keeps stock from others by failing to pay."""
    return replace(order, held_until=max(order.held_until, min(until, order.created_at + LONGEST_HOLD)))


def _with_credit(order: Order) -> Order:
    """Count what gift cards and store credit paid with what was captured of the rest."""
    return replace(order, captured_amount=order.captured_amount + order.credit_amount)


def _in_currency_of(order: Order, money: Money) -> int:
    return money.amount if money.currency == order.currency else 0
