"""Goods go back to their shop, and what was paid for them to their customer.

A return claims its units when it is asked for, and lets go of them when it is declined or refunded, where the refund
claims them. Every step locks the order first and stands in its history.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from events.orders import OrderReturnAccepted, OrderReturnDeclined, OrderReturnRequested
from functions.orders.domain import history, history_store, refund_store, refunding, sharing
from functions.orders.domain.history_store import Order
from functions.orders.domain.refund import RefundReason
from functions.orders.domain.refund_store import PaidPart
from functions.orders.domain.sharing import SoldShare
from functions.orders.domain.states import Kind, allows
from functions.orders.returns.domain import return_store
from functions.orders.returns.domain.model import (
    RETURN_WINDOW,
    AnswerReturn,
    NotReturnable,
    RequestReturn,
    ReturnNotAnswerable,
)
from functions.orders.returns.domain.return_store import Return
from functions.orders.returns.domain.states import Step, after
from souk import Json, SellerTransaction, Transaction
from souk.errors import Invalid, found
from souk.faults import Fault, FieldError
from souk.ids import uuid7
from souk.money import split

_UNKNOWN_LINE = Fault("line_of_no_parcel", "is none of this order, or of another shop than the first")
_NOT_BACK = Fault("nothing_comes_back", "Only what was received goes back on the shelf.")
_NOT_REFUNDED = Fault("not_refunded_yet", "It is refunded when it is received, or accepted without a return.")


def request_return(tx: Transaction, order_id: UUID, customer_id: UUID, body: RequestReturn, now: datetime) -> Json:
    """Ask a shop to take units of its parcel back, while that is on its way or has not been there for too long.

    Raises NotFound, NotReturnable or Invalid, and then nothing has changed.
    """
    order = history_store.lock_own(tx, order_id, customer_id)
    if not allows(order.status, Kind.RETURN_REQUESTED):
        raise NotReturnable(f"The order is {order.status.replace('_', ' ')}.")
    part = _part_of(refund_store.parts(tx, order_id, None), body)
    if part.shipped_at is None:
        raise NotReturnable("This parcel was not sent.")
    if part.delivered_at and part.delivered_at + RETURN_WINDOW < now:
        raise NotReturnable(f"This parcel came more than {RETURN_WINDOW.days} days ago.")
    return_id, status = uuid7(), after(None, Step.REQUEST)
    assert status is not None
    if not return_store.claim(tx, order_id, part, return_id, status, body):
        raise RuntimeError(f"seller order {part.id} has fewer units left than are to be returned")
    details = {"return_id": str(return_id), "seller_order_id": str(part.id), **body.model_dump(mode="json")}
    order = history.move(tx, order, Kind.RETURN_REQUESTED, **details)
    tx.record(OrderReturnRequested(**_named(order, part, return_id), reason=body.reason))
    return return_store.show_return(tx, return_id, customer_id)


def answer_return(tx: SellerTransaction, return_id: UUID, body: AnswerReturn) -> Json:
    """Accept, decline or receive one of the shop's returns.

    Raises NotFound, ReturnNotAnswerable or Invalid, and then nothing has changed.
    """
    refunds = body.action is Step.RECEIVE or (body.action is Step.ACCEPT and body.without_return)
    _check(body, refunds)
    order = found(history_store.lock(tx, return_store.find_order(tx, return_id)), "return")
    returned = return_store.lock(tx, return_id)
    status = after(returned.status, body.action)
    if status is None or returned.refund_id:
        raise ReturnNotAnswerable(f"The return is {returned.status}.")
    [part] = refund_store.parts(tx, order.id, tx.seller_id)
    order = _note(tx, order, part, return_id, body)
    refund_id = None
    if refunds:
        share = _share(part, returned, body)
        if share.is_owed:
            return_store.free_units(tx, return_id)
            order, refund = refunding.request(
                tx, order, part, share, RefundReason.RETURNED, note=body.answer, restock=body.restock
            )
            refund_id = refund.id
        elif body.restock:
            refunding.take_back_stock(tx, order, part, returned.units)
        if not share.amount:
            status = after(status, Step.REFUND) or status
    elif body.action is Step.DECLINE:
        return_store.free_units(tx, return_id)
    return_store.answer(tx, return_id, status, body, refund_id)
    return return_store.show_seller_return(tx, return_id)


def _part_of(parts: list[PaidPart], body: RequestReturn) -> PaidPart:
    """Find the parcel that all lines are of; every fault names its field."""
    of_line = {line.id: (part, line) for part in parts for line in part.lines}
    first, _ = of_line.get(body.lines[0].line_id, (None, None))
    faults: list[FieldError] = []
    for place, asked in enumerate(body.lines):
        part, line = of_line.get(asked.line_id, (None, None))
        if line is None or part is not first:
            faults.append(_UNKNOWN_LINE.at(f"lines.{place}.line_id"))
        elif any(asked.line_id == one.line_id for one in body.lines[:place]):
            faults.append(refunding.LINE_TWICE.at(f"lines.{place}.line_id"))
        elif fault := refunding.fits_units(line, asked.quantity, f"lines.{place}.quantity"):
            faults.append(fault)
    if faults or first is None:
        raise Invalid(*faults)
    return first


def _check(body: AnswerReturn, refunds: bool) -> None:
    """Refuse what does not go together."""
    given = {"amount": body.amount, "shipping": body.shipping}
    faults = [] if refunds else [_NOT_REFUNDED.at(name) for name, money in given.items() if money]
    if body.restock and body.action is not Step.RECEIVE:
        faults.append(_NOT_BACK.at("restock"))
    if body.without_return and body.action is not Step.ACCEPT:
        faults.append(_NOT_REFUNDED.at("without_return"))
    if faults:
        raise Invalid(*faults)


def _share(part: PaidPart, returned: Return, body: AnswerReturn) -> SoldShare:
    """Give what goes back for the units of a return: what they are worth, or the amount that is named."""
    lines = [(line, returned.units[line.id]) for line in part.lines if line.id in returned.units]
    worths = [line.worth(units) for line, units in lines]
    faults = (
        refunding.fits(part, body.amount, sum(worths), "amount"),
        refunding.fits(part, body.shipping, part.shipping_left, "shipping"),
    )
    if wrong := [fault for fault in faults if fault]:
        raise Invalid(*wrong)
    amounts = split(body.amount.amount, worths) if body.amount else worths
    claims = [(line, units, amount) for (line, units), amount in zip(lines, amounts, strict=True)]
    return sharing.of(part, claims, body.shipping.amount if body.shipping else 0)


def _note(tx: SellerTransaction, order: Order, part: PaidPart, return_id: UUID, body: AnswerReturn) -> Order:
    """Write a shop's answer into the history, and publish it."""
    details = {"return_id": str(return_id), "seller_order_id": str(part.id), "answer": body.answer}
    if body.action is Step.ACCEPT:
        order = history.move(tx, order, Kind.RETURN_ACCEPTED, without_return=body.without_return, **details)
        tx.record(OrderReturnAccepted(**_named(order, part, return_id), without_return=body.without_return))
    elif body.action is Step.DECLINE:
        order = history.move(tx, order, Kind.RETURN_DECLINED, **details)
        tx.record(OrderReturnDeclined(**_named(order, part, return_id), answer=body.answer))
    else:
        order = history.move(tx, order, Kind.RETURN_RECEIVED, restocked=body.restock, **details)
        history.record_update(tx, order)
    return order


def _named(order: Order, part: PaidPart, return_id: UUID) -> dict[str, Any]:
    return history.named(order) | {"return_id": return_id, "seller_order_id": part.id, "seller_id": part.seller_id}
