"""The life of an order: a table of what may happen in which status. An order's status is the fold of its history."""

from collections.abc import Iterable
from enum import StrEnum
from functools import reduce

from souk.errors import Conflict


class Status(StrEnum):
    """Where an order stands."""

    PENDING = "pending"
    AWAITING_ACTION = "awaiting_action"
    PAID = "paid"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class Kind(StrEnum):
    """What can happen to an order; the entries of its history."""

    PLACED = "placed"
    ACTION_REQUIRED = "action_required"
    PAYMENT_FAILED = "payment_failed"
    PAID = "paid"
    PART_SHIPPED = "part_shipped"
    LAST_PART_SHIPPED = "last_part_shipped"
    PART_DELIVERED = "part_delivered"
    LAST_PART_DELIVERED = "last_part_delivered"
    CANCELLED = "cancelled"
    PAID_AFTER_CANCELLATION = "paid_after_cancellation"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"


class NotAllowed(Conflict):
    """That cannot happen to an order in this status."""

    code = "order_status_conflict"


TRANSITIONS: dict[Status | None, dict[Kind, Status]] = {
    None: {
        Kind.PLACED: Status.PENDING,
    },
    Status.PENDING: {
        Kind.ACTION_REQUIRED: Status.AWAITING_ACTION,
        Kind.PAYMENT_FAILED: Status.PENDING,
        Kind.PAID: Status.PAID,
        Kind.CANCELLED: Status.CANCELLED,
    },
    Status.AWAITING_ACTION: {
        Kind.PAYMENT_FAILED: Status.PENDING,
        Kind.PAID: Status.PAID,
        Kind.CANCELLED: Status.CANCELLED,
    },
    Status.PAID: {
        Kind.PART_SHIPPED: Status.PARTLY_SHIPPED,
        Kind.LAST_PART_SHIPPED: Status.SHIPPED,
        Kind.CANCELLED: Status.CANCELLED,
        Kind.PARTLY_REFUNDED: Status.PAID,
        Kind.REFUNDED: Status.REFUNDED,
    },
    Status.PARTLY_SHIPPED: {
        Kind.PART_SHIPPED: Status.PARTLY_SHIPPED,
        Kind.LAST_PART_SHIPPED: Status.SHIPPED,
        Kind.PART_DELIVERED: Status.PARTLY_SHIPPED,
        Kind.PARTLY_REFUNDED: Status.PARTLY_SHIPPED,
        Kind.REFUNDED: Status.REFUNDED,
    },
    Status.SHIPPED: {
        Kind.PART_DELIVERED: Status.SHIPPED,
        Kind.LAST_PART_DELIVERED: Status.COMPLETED,
        Kind.PARTLY_REFUNDED: Status.SHIPPED,
        Kind.REFUNDED: Status.REFUNDED,
    },
    Status.COMPLETED: {
        Kind.PARTLY_REFUNDED: Status.COMPLETED,
        Kind.REFUNDED: Status.REFUNDED,
    },
    Status.CANCELLED: {
        Kind.PAID_AFTER_CANCELLATION: Status.CANCELLED,
        Kind.PARTLY_REFUNDED: Status.CANCELLED,
        Kind.REFUNDED: Status.CANCELLED,
    },
    Status.REFUNDED: {},
}
UNPAID = frozenset({Status.PENDING, Status.AWAITING_ACTION})


def allows(status: Status, kind: Kind) -> bool:
    """Tell whether this may happen to an order in this status."""
    return kind in TRANSITIONS[status]


def after(status: Status | None, kind: Kind) -> Status:
    """Give the status that follows.

    Raises NotAllowed.
    """
    following = TRANSITIONS[status].get(kind)
    if following is None:
        raise NotAllowed(detail=f"The order is {str(status).replace('_', ' ')}.")
    return following


def fold(history: Iterable[Kind]) -> Status | None:
    """Give the status a whole history leads to."""
    return reduce(after, history, None)
