"""Giving money back of what was sold, once and never more than was paid.

Whoever refunds locks the order, claims a share of a seller order and of its lines, and asks for it by an event, upon
which payments moves the money. What the provider refuses is free again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from events.orders import OrderRefundRefused, OrderRefundRequested
from events.payments import PaymentRefunded, PaymentRefundRefused, PaymentRefundReturned
from functions.orders.domain import history, history_store, refund_store, sharing
from functions.orders.domain.history_store import Order
from functions.orders.domain.refund import (
    NotRefundable,
    RefundedLine,
    RefundLine,
    RefundOrder,
    RefundReason,
    RefundsView,
    RefundView,
)
from functions.orders.domain.refund_store import PaidPart
from functions.orders.domain.sharing import SoldLine, SoldShare
from functions.orders.domain.states import Kind, OrderStatus, allows
from souk import SELLER, Caller, Money, Transaction
from souk.errors import Invalid, Retry, found
from souk.faults import Fault, FieldError
from souk.ids import uuid7
from souk.logs import count, logger

_PART_NEEDED = Fault("seller_order_needed", "Say of which seller order.")
_UNKNOWN_PART = Fault("unknown_seller_order", "is none of this order")
_UNKNOWN_LINE = Fault("unknown_line", "is none of this seller order")
LINE_TWICE = Fault("line_twice", "stands here twice")
_ONE_WAY = Fault("one_way_to_refund", "Say how many units or which amount, one of the two.")
_OTHER_CURRENCY = Fault("other_currency", "The order is in {currency}.")
_NO_ACCOUNT = Fault("refund_of_guest", "Store credit belongs to an account, and a guest has none.")
_MORE_THAN_LEFT = Fault("more_than_left", "at most {left} is left")
_MORE_UNITS_THAN_LEFT = Fault("more_units_than_left", "at most {left} are left")


def refund_order(tx: Transaction, caller: Caller, order_id: UUID, body: RefundOrder) -> RefundsView:
    """Give money back of an order: a shop of its own part, an administrator of any.

    Raises NotFound, NotRefundable or Invalid, and then nothing has changed.
    """
    seller_id = caller.seller if caller.role is SELLER else None
    order = found(history_store.lock(tx, order_id), "order")
    parts = refund_store.parts(tx, order_id, seller_id)
    if not parts and seller_id:
        found(None, "order")
    if not parts or not allows(order.status, Kind.REFUND_REQUESTED) or order.status is OrderStatus.CANCELLED:
        raise NotRefundable(f"The order is {order.status.replace('_', ' ')}.")
    if not order.captured_amount:
        raise NotRefundable("Its money was authorised, and is captured when it is shipped.")
    if body.names_all:
        shares = [(part, sharing.everything(part)) for part in _chosen(parts, body)]
    else:
        [part] = _the_one(_chosen(parts, body))
        shares = [(part, _share(part, body))]
    if body.as_credit and order.is_guest:
        raise Invalid(_NO_ACCOUNT.at("as_credit"))
    shares = [(part, share) for part, share in shares if share.is_owed]
    if not shares:
        raise NotRefundable("Nothing is left of it to be refunded.")
    views = []
    for part, share in shares:
        order, view = request(
            tx, order, part, share, body.reason, note=body.note, restock=body.restock, as_credit=body.as_credit
        )
        views.append(view)
    return RefundsView(items=views)


def request(
    tx: Transaction,
    order: Order,
    part: PaidPart,
    share: SoldShare,
    reason: RefundReason,
    *,
    note: str | None = None,
    restock: bool = False,
    as_credit: bool = False,
) -> tuple[Order, RefundView]:
    """Claim a share of a part of a locked order, have it paid back, and put its units on the shelf where asked to."""

    def money(amount: int) -> Money:
        return Money(amount=amount, currency=order.currency)

    refund_id = uuid7()
    refund_store.claim(
        tx, order, part, refund_id, share, reason=reason, note=note, restocked=restock, as_credit=as_credit
    )
    view = RefundView(
        id=refund_id,
        seller_order_id=part.id,
        seller_id=part.seller_id,
        amount=money(share.amount),
        shipping=money(share.shipping),
        tax=money(share.tax),
        commission=money(share.commission),
        commission_tax=money(share.commission_tax),
        subsidy=money(share.subsidy),
        reason=reason,
        note=note,
        restocked=restock,
        as_credit=as_credit,
        lines=[
            RefundedLine(line_id=line.line_id, quantity=line.quantity, amount=money(line.amount))
            for line in share.lines
        ],
    )
    details = view.model_dump(mode="json", exclude={"id"})
    order = history.move(tx, order, Kind.REFUND_REQUESTED, refund_id=str(refund_id), **details)
    tx.record(
        OrderRefundRequested(
            **history.named(order),
            refund_id=refund_id,
            seller_order_id=part.id,
            seller_id=part.seller_id,
            amount=view.amount,
            tax=view.tax,
            commission=view.commission,
            commission_tax=view.commission_tax,
            subsidy=view.subsidy,
            reason=reason,
            as_credit=as_credit,
        )
    )
    if restock:
        take_back_stock(tx, order, part, {line.line_id: line.quantity for line in share.lines})
    return order, view


def take_back_stock(tx: Transaction, order: Order, part: PaidPart, units: Mapping[UUID, int]) -> None:
    """Put units of a part's lines back on the shelf."""
    back = {line.variant_id: units[line.id] for line in part.lines if units.get(line.id)}
    if back:
        refund_store.take_back(tx, order.id, back)


def count_refund(tx: Transaction, refund: PaymentRefunded) -> None:
    """Count what went back to the customer; all of it makes the order refunded, unless it was cancelled.

    Raises Retry when more goes back than was captured as far as is known: the refund arrives before its payment.
    """
    if refund.reason == "charged_twice":
        return  # another payment of the order stands
    order = history.lock_named(tx, refund.order_id)
    if order is None:
        return
    if refund.amount.currency != order.currency:
        logger().error("wrong_currency_refunded", extra={"order_id": order.id, "refunded": refund.amount})
        count(WrongCurrenciesRefunded=1)
        return
    order = replace(order, refunded_amount=order.refunded_amount + refund.amount.amount)
    if order.refunded_amount > order.captured_amount:
        raise Retry("the payment itself has not arrived yet")
    if refund.requested_id and not refund_store.count(tx, refund.requested_id, refund.amount.amount):
        logger().error("refund_not_requested", extra={"order_id": order.id, "refund_id": refund.requested_id})
        count(RefundsNotRequested=1)
    kind = Kind.REFUNDED if order.refunded_amount == order.captured_amount else Kind.PARTLY_REFUNDED
    details = {"refund_id": str(refund.requested_id)} if refund.requested_id else {}
    order = history.move(tx, order, kind, amount=refund.amount.model_dump(), reason=refund.reason, **details)
    history.record_update(tx, order)


def note_returned_refund(tx: Transaction, returned: PaymentRefundReturned) -> None:
    """Count what came back to us that had gone out to the customer, who is still owed it.

    It stays claimed, so that nobody refunds it besides whoever gives it to the customer in another way. Raises Retry
    when it has not gone out as far as is known.
    """
    if returned.reason == "charged_twice":
        return  # another payment of the order stands
    order = history.lock_named(tx, returned.order_id)
    if order is None:
        return
    amount = returned.amount.amount
    is_counted = returned.requested_id is None or refund_store.count_returned(tx, returned.requested_id, amount)
    if not is_counted or order.refunded_amount < amount:
        raise Retry("the refund itself has not arrived yet")
    order = replace(order, refunded_amount=order.refunded_amount - amount)
    details = {"refund_id": str(returned.requested_id)} if returned.requested_id else {}
    order = history.move(tx, order, Kind.REFUND_RETURNED, amount=returned.amount.model_dump(), **details)
    history.record_update(tx, order)


def free_refused_refund(tx: Transaction, refused: PaymentRefundRefused) -> None:
    """Let go of what a refund claimed that will not happen; people look at it.

    One that was refused in part stays claimed, for what the customer got of it is not known by line.
    """
    order = history.lock_named(tx, refused.order_id)
    if order is None:
        return
    count(RequestedRefundsRefused=1)
    logger().error("requested_refund_refused", extra={"order_id": order.id, "refund_id": refused.requested_id})
    if not allows(order.status, Kind.REFUND_REFUSED):
        return
    freed = refund_store.refuse(tx, refused.requested_id, refused.amount.amount)
    if freed is None:
        return
    details = {"refund_id": str(refused.requested_id), "seller_order_id": str(freed.seller_order_id)}
    order = history.move(tx, order, Kind.REFUND_REFUSED, amount=refused.amount.model_dump(), **details)
    tx.record(
        OrderRefundRefused(
            **history.named(order),
            refund_id=refused.requested_id,
            seller_order_id=freed.seller_order_id,
            seller_id=freed.seller_id,
            amount=refused.amount,
        )
    )


def _chosen(parts: Sequence[PaidPart], body: RefundOrder) -> list[PaidPart]:
    chosen = [part for part in parts if body.seller_order_id in (None, part.id)]
    if not chosen:
        raise Invalid(_UNKNOWN_PART.at("seller_order_id"))
    return chosen


def _the_one(parts: Sequence[PaidPart]) -> Sequence[PaidPart]:
    if len(parts) > 1:
        raise Invalid(_PART_NEEDED.at("seller_order_id"))
    return parts


def _share(part: PaidPart, body: RefundOrder) -> SoldShare:
    """Give what was asked for of a part; every fault names its field."""
    if body.amount:
        if body.lines or body.shipping:
            raise Invalid(_ONE_WAY.at("amount"))
        _refuse(fits(part, body.amount, part.left, "amount"))
        return sharing.spread(part, body.amount.amount)
    by_id = {line.id: line for line in part.lines}
    faults: list[FieldError | None] = [fits(part, body.shipping, part.shipping_left, "shipping")]
    claims = []
    for place, asked in enumerate(body.lines):
        line = by_id.pop(asked.line_id, None)
        if line is None:
            twice = any(asked.line_id == one.line_id for one in body.lines[:place])
            faults.append((LINE_TWICE if twice else _UNKNOWN_LINE).at(f"lines.{place}.line_id"))
        elif (fault := _fault_of(part, line, asked, f"lines.{place}")) is not None:
            faults.append(fault)
        else:
            claims.append((line, asked.quantity or 0, asked.amount.amount if asked.amount else line.worth(asked.units)))
    _refuse(*faults)
    return sharing.of(part, claims, body.shipping.amount if body.shipping else 0)


def _refuse(*faults: FieldError | None) -> None:
    if wrong := [fault for fault in faults if fault]:
        raise Invalid(*wrong)


def _fault_of(part: PaidPart, line: SoldLine, asked: RefundLine, place: str) -> FieldError | None:
    if (asked.quantity is None) is (asked.amount is None):
        return _ONE_WAY.at(place)
    if asked.amount:
        return fits(part, asked.amount, line.left, f"{place}.amount")
    return fits_units(line, asked.units, f"{place}.quantity")


def fits(part: PaidPart, money: Money | None, left: int, place: str) -> FieldError | None:
    """Say what is wrong with an amount of which no more than this is left; None for what is right or not asked for."""
    if money is None:
        return None
    if money.currency != part.currency:
        return _OTHER_CURRENCY.at(f"{place}.currency", currency=part.currency)
    return _MORE_THAN_LEFT.at(f"{place}.amount", left=left) if money.amount > left else None


def fits_units(line: SoldLine, units: int, place: str) -> FieldError | None:
    """Say what is wrong with a number of units of a line; None when it is right."""
    return _MORE_UNITS_THAN_LEFT.at(place, left=line.units_left) if units > line.units_left else None
