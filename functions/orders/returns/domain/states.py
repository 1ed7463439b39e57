"""The life of a return: a table of what may be done in which status."""

from enum import StrEnum


class ReturnStatus(StrEnum):
    """Where a return stands."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    RECEIVED = "received"
    REFUNDED = "refunded"


class Step(StrEnum):
    """What can be done about a return."""

    REQUEST = "request"
    ACCEPT = "accept"
    DECLINE = "decline"
    RECEIVE = "receive"
    REFUND = "refund"


# Goods that were to be sent back may never arrive: then a return that was accepted is declined after all.
TRANSITIONS: dict[ReturnStatus | None, dict[Step, ReturnStatus]] = {
    None: {Step.REQUEST: ReturnStatus.REQUESTED},
    ReturnStatus.REQUESTED: {Step.ACCEPT: ReturnStatus.ACCEPTED, Step.DECLINE: ReturnStatus.DECLINED},
    ReturnStatus.ACCEPTED: {
        Step.RECEIVE: ReturnStatus.RECEIVED,
        Step.DECLINE: ReturnStatus.DECLINED,
        Step.REFUND: ReturnStatus.REFUNDED,
    },
    ReturnStatus.RECEIVED: {Step.REFUND: ReturnStatus.REFUNDED},
    ReturnStatus.DECLINED: {},
    ReturnStatus.REFUNDED: {},
}


def after(status: ReturnStatus | None, step: Step) -> ReturnStatus | None:
    """Give the status that follows; None when that may not be done in this one."""
    return TRANSITIONS[status].get(step)
