"""The life of an order: a table of what may happen in which status. An order's status is the fold of its history."""

from enum import StrEnum


class OrderStatus(StrEnum):
    """Where an order stands."""

    PENDING = "pending"
    AWAITING_ACTION = "awaiting_action"
    PAID = "paid"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class SellerOrderStatus(StrEnum):
    """Where a seller order stands."""

    PENDING = "pending"
    READY = "ready"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class Kind(StrEnum):
    """What can happen to an order; the entries of its history."""

    PLACED = "placed"
    ACTION_REQUIRED = "action_required"
    PAYMENT_FAILED = "payment_failed"
    PAYMENT_REQUESTED = "payment_requested"
    PAID = "paid"
    CAPTURED = "captured"
    SELLER_ORDER_SHIPPED = "seller_order_shipped"
    LAST_SELLER_ORDER_SHIPPED = "last_seller_order_shipped"
    SELLER_ORDER_DELIVERED = "seller_order_delivered"
    LAST_SELLER_ORDER_DELIVERED = "last_seller_order_delivered"
    CANCELLED = "cancelled"
    PAID_AFTER_CANCELLATION = "paid_after_cancellation"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"
    CLAIMED = "claimed"


class NotAllowed(Exception):
    """That cannot happen to an order in this status; whoever lets it happen asks before."""


TRANSITIONS: dict[OrderStatus | None, dict[Kind, OrderStatus]] = {
    None: {
        Kind.PLACED: OrderStatus.PENDING,
    },
    OrderStatus.PENDING: {
        Kind.ACTION_REQUIRED: OrderStatus.AWAITING_ACTION,
        Kind.PAYMENT_FAILED: OrderStatus.PENDING,
        Kind.PAYMENT_REQUESTED: OrderStatus.PENDING,
        Kind.PAID: OrderStatus.PAID,
        Kind.CANCELLED: OrderStatus.CANCELLED,
    },
    OrderStatus.AWAITING_ACTION: {
        Kind.PAYMENT_FAILED: OrderStatus.PENDING,
        Kind.PAYMENT_REQUESTED: OrderStatus.PENDING,
        Kind.PAID: OrderStatus.PAID,
        Kind.CANCELLED: OrderStatus.CANCELLED,
    },
    OrderStatus.PAID: {
        Kind.SELLER_ORDER_SHIPPED: OrderStatus.PARTLY_SHIPPED,
        Kind.LAST_SELLER_ORDER_SHIPPED: OrderStatus.SHIPPED,
        Kind.CANCELLED: OrderStatus.CANCELLED,
        Kind.PARTLY_REFUNDED: OrderStatus.PAID,
        Kind.REFUNDED: OrderStatus.REFUNDED,
    },
    OrderStatus.PARTLY_SHIPPED: {
        Kind.SELLER_ORDER_SHIPPED: OrderStatus.PARTLY_SHIPPED,
        Kind.LAST_SELLER_ORDER_SHIPPED: OrderStatus.SHIPPED,
        Kind.SELLER_ORDER_DELIVERED: OrderStatus.PARTLY_SHIPPED,
        Kind.PARTLY_REFUNDED: OrderStatus.PARTLY_SHIPPED,
        Kind.REFUNDED: OrderStatus.REFUNDED,
    },
    OrderStatus.SHIPPED: {
        Kind.SELLER_ORDER_DELIVERED: OrderStatus.SHIPPED,
        Kind.LAST_SELLER_ORDER_DELIVERED: OrderStatus.COMPLETED,
        Kind.PARTLY_REFUNDED: OrderStatus.SHIPPED,
        Kind.REFUNDED: OrderStatus.REFUNDED,
    },
    OrderStatus.COMPLETED: {
        Kind.PARTLY_REFUNDED: OrderStatus.COMPLETED,
        Kind.REFUNDED: OrderStatus.REFUNDED,
    },
    OrderStatus.CANCELLED: {
        Kind.PAID_AFTER_CANCELLATION: OrderStatus.CANCELLED,
        Kind.PARTLY_REFUNDED: OrderStatus.CANCELLED,
        Kind.REFUNDED: OrderStatus.CANCELLED,
    },
    OrderStatus.REFUNDED: {},
}
# What was authorised before is captured when the first parcel is sent; how far it has come by then does not matter.
for _status in (OrderStatus.PAID, OrderStatus.PARTLY_SHIPPED, OrderStatus.SHIPPED, OrderStatus.COMPLETED):
    TRANSITIONS[_status][Kind.CAPTURED] = _status
# Whose an order is changes nothing of where it stands.
for _status in OrderStatus:
    TRANSITIONS[_status][Kind.CLAIMED] = _status
UNPAID = frozenset({OrderStatus.PENDING, OrderStatus.AWAITING_ACTION})


def allows(status: OrderStatus, kind: Kind) -> bool:
    """Whether this may happen to an order in this status."""
    return kind in TRANSITIONS[status]


def after(status: OrderStatus | None, kind: Kind) -> OrderStatus:
    """Give the status that follows.

    Raises NotAllowed.
    """
    following = TRANSITIONS[status].get(kind)
    if following is None:
        raise NotAllowed(f"{kind} in the status {status}")
    return following
