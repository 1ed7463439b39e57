"""The life of an order: a table of what may happen in which status. An order's status is the fold of its history."""

from dataclasses import dataclass
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
    SELLER_ORDER_CANCELLED = "seller_order_cancelled"
    REST_SHIPPED = "rest_shipped"
    REST_DELIVERED = "rest_delivered"
    CANCELLED = "cancelled"
    PAID_AFTER_CANCELLATION = "paid_after_cancellation"
    RETURN_REQUESTED = "return_requested"
    RETURN_ACCEPTED = "return_accepted"
    RETURN_DECLINED = "return_declined"
    RETURN_RECEIVED = "return_received"
    REFUND_REQUESTED = "refund_requested"
    REFUND_REFUSED = "refund_refused"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"
    REFUND_RETURNED = "refund_returned"
    CLAIMED = "claimed"
    ADDRESS_CHANGED = "address_changed"


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
        Kind.SELLER_ORDER_CANCELLED: OrderStatus.PAID,
        Kind.CANCELLED: OrderStatus.CANCELLED,
        Kind.PARTLY_REFUNDED: OrderStatus.PAID,
        Kind.REFUNDED: OrderStatus.REFUNDED,
    },
    OrderStatus.PARTLY_SHIPPED: {
        Kind.SELLER_ORDER_SHIPPED: OrderStatus.PARTLY_SHIPPED,
        Kind.LAST_SELLER_ORDER_SHIPPED: OrderStatus.SHIPPED,
        Kind.SELLER_ORDER_DELIVERED: OrderStatus.PARTLY_SHIPPED,
        Kind.SELLER_ORDER_CANCELLED: OrderStatus.PARTLY_SHIPPED,
        Kind.REST_SHIPPED: OrderStatus.SHIPPED,
        Kind.REST_DELIVERED: OrderStatus.COMPLETED,
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
UNPAID = frozenset({OrderStatus.PENDING, OrderStatus.AWAITING_ACTION})
_SENT = frozenset({OrderStatus.PARTLY_SHIPPED, OrderStatus.SHIPPED, OrderStatus.COMPLETED})
# What changes nothing of where an order stands: whose it is, where it goes, what is asked for, and what comes back.
# What was authorised before is captured when the first parcel is sent; how far it has come by then does not matter.
_ASIDE = {
    Kind.CAPTURED: _SENT | {OrderStatus.PAID},
    Kind.CLAIMED: frozenset(OrderStatus),
    Kind.ADDRESS_CHANGED: UNPAID | {OrderStatus.PAID},
    Kind.REFUND_REQUESTED: _SENT | {OrderStatus.PAID, OrderStatus.CANCELLED},
    Kind.REFUND_REFUSED: _SENT | {OrderStatus.PAID, OrderStatus.CANCELLED},
    Kind.REFUND_RETURNED: _SENT | {OrderStatus.PAID, OrderStatus.CANCELLED, OrderStatus.REFUNDED},
    Kind.RETURN_REQUESTED: _SENT,
    Kind.RETURN_ACCEPTED: _SENT | {OrderStatus.REFUNDED},
    Kind.RETURN_DECLINED: _SENT | {OrderStatus.REFUNDED},
    Kind.RETURN_RECEIVED: _SENT | {OrderStatus.REFUNDED},
}
for _kind, _statuses in _ASIDE.items():
    for _status in _statuses:
        TRANSITIONS[_status][_kind] = _status


@dataclass(frozen=True, slots=True)
class Parts:
    """How many seller orders a paid order has, and how many of them are no longer to be sent."""

    all: int
    cancelled: int
    shipped: int
    delivered: int

    @property
    def standing(self) -> OrderStatus:
        """Where they leave their order: those that are not cancelled say whether all, some or none are on their way."""
        left = self.all - self.cancelled
        if not left:
            return OrderStatus.CANCELLED
        if self.delivered == left:
            return OrderStatus.COMPLETED
        if self.shipped == left:
            return OrderStatus.SHIPPED
        return OrderStatus.PARTLY_SHIPPED if self.shipped else OrderStatus.PAID


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
