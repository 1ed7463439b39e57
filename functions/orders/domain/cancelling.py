"""Giving an order up, or a shop its part of one: stock comes back, and what was paid for it goes back.

Where the seller orders that are not cancelled leave their order follows as a step of its own.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from events.orders import CancellationReason, OrderCancelled, SellerOrderCancelled
from functions.orders.domain import (
    credit_store,
    history,
    history_store,
    refund_store,
    refunding,
    sharing,
    store,
    view_store,
)
from functions.orders.domain.history_store import Order
from functions.orders.domain.model import CancelSellerOrder, NotCancellable
from functions.orders.domain.refund import RefundReason
from functions.orders.domain.refund_store import PaidPart
from functions.orders.domain.states import UNPAID, Kind, OrderStatus, allows
from souk import Database, Json, SellerTransaction, Transaction
from souk.errors import Unavailable
from souk.logs import logger

OVERDUE_AT_ONCE = 2000


def cancel_order(tx: Transaction, order_id: UUID, customer_id: UUID) -> Json:
    """Cancel the customer's own order before anything of it is shipped.

    Raises NotFound or NotCancellable.
    """
    order = history_store.lock_own(tx, order_id, customer_id)
    if not allows(order.status, Kind.CANCELLED):
        raise NotCancellable(f"The order is {order.status.replace('_', ' ')}.")
    give_up(tx, order, "customer")
    return view_store.show_order(tx, order_id, customer_id)


def cancel_seller_order(tx: SellerTransaction, seller_order_id: UUID, body: CancelSellerOrder) -> Json:
    """Cancel one of the shop's seller orders before it is shipped. The last one cancels the order.

    Raises NotFound or NotCancellable.
    """
    order = history_store.lock_seller_order(tx, seller_order_id)
    if order.shipped_at or order.cancelled_at or not allows(order.status, Kind.SELLER_ORDER_CANCELLED):
        raise NotCancellable("This seller order was shipped, or is over.")
    history_store.cancel_seller_order(tx, seller_order_id)
    cancelled = replace(order, cancelled_count=order.cancelled_count + 1)
    details = {"seller_order_id": str(seller_order_id), **body.model_dump()}
    order = history.move(tx, cancelled, Kind.SELLER_ORDER_CANCELLED, **details)
    tx.record(
        SellerOrderCancelled(
            **history.named(order), seller_order_id=seller_order_id, seller_id=tx.seller_id, reason=body.reason
        )
    )
    order = _follow(tx, order)
    [part] = parts = refund_store.parts(tx, order.id, tx.seller_id)
    _pay_back(tx, order, parts, RefundReason.SELLER_ORDER_CANCELLED)
    refund_store.take_back(tx, order.id, dict.fromkeys(line.variant_id for line in part.lines))
    return view_store.show_seller_order(tx, seller_order_id)


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


def give_up(tx: Transaction, order: Order, reason: CancellationReason) -> None:
    """Cancel an order that may still hold stock; the lines of an unpaid one are back in the cart.

    The history says how many units the cart had no room for.
    """
    details: dict[str, Any] = {}
    if order.status in UNPAID and (left_out := store.put_back(tx, order.id, order.customer_id, order.currency)):
        details["units_left_out"] = left_out
    store.release_stock(tx, order.id)
    cancelled = cancel(tx, order, reason, **details)
    if order.status is OrderStatus.PAID:
        _pay_back(tx, cancelled, refund_store.parts(tx, order.id, None), RefundReason.ORDER_CANCELLED)


def cancel(tx: Transaction, order: Order, reason: CancellationReason, **details: Any) -> Order:
    """Cancel a locked order that holds nothing.

    As long as no money is captured none is owed back, so gift cards and store credit have theirs again at once.
    """
    if order.credit_amount and (order.status in UNPAID or not order.captured_amount):
        credit_store.give_back(tx, order.id)
    order = history.move(tx, order, Kind.CANCELLED, reason=reason, **details)
    tx.record(OrderCancelled(**history.named(order), reason=reason))
    return order


def pay_back_cancelled(tx: Transaction, order: Order) -> None:
    """Pay back what shops had given up of an order before its money was captured, which is captured whole."""
    given_up = [part for part in refund_store.parts(tx, order.id, None) if part.cancelled_at]
    _pay_back(tx, order, given_up, RefundReason.SELLER_ORDER_CANCELLED)


def _follow(tx: Transaction, order: Order) -> Order:
    """Let an order follow its seller orders when one of them was cancelled."""
    standing = order.parts.standing
    if standing is OrderStatus.CANCELLED:
        return cancel(tx, order, "seller")
    if standing is OrderStatus.SHIPPED:
        order = history.move(tx, order, Kind.REST_SHIPPED)
        history.record_update(tx, order)
    elif standing is OrderStatus.COMPLETED:
        order = history.move(tx, order, Kind.REST_DELIVERED)
        history.record_completion(tx, order)
    return order


def _pay_back(tx: Transaction, order: Order, parts: Iterable[PaidPart], reason: RefundReason) -> None:
    """Pay back what is left of parts of an order; nothing is as long as its money is authorised and not captured."""
    for part in parts if order.captured_amount else ():
        share = sharing.everything(part)
        if share.is_owed:
            order, _ = refunding.request(tx, order, part, share, reason)


def _cancel_overdue(order_id: UUID, tx: Transaction) -> None:
    order = history_store.lock_overdue(tx, order_id)
    if order is not None:
        give_up(tx, order, "payment_overdue")
