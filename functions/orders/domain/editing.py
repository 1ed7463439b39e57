"""What a customer changes of an order until it is shipped: fewer units, another address. Prices stay frozen.

Units that are not kept are refunded as they were sold and go back on the shelf. An edit says what is kept, so that one
that arrives twice changes nothing more. Where another address would cost something else, the order is not edited but
cancelled and placed anew.
"""

from uuid import UUID

from functions.orders.domain import history, history_store, refund_store, refunding, sharing, view_store
from functions.orders.domain.model import ChangeOrderAddress, EditOrder, NotEditable
from functions.orders.domain.refund import RefundReason
from functions.orders.domain.refund_store import PaidPart
from functions.orders.domain.refunding import LINE_TWICE, fits_units
from functions.orders.domain.sharing import SoldLine
from functions.orders.domain.states import Kind, OrderStatus, allows
from souk import Json, Transaction
from souk.country import tax_territory
from souk.errors import Invalid
from souk.faults import Fault, FieldError

_NOT_HERE = Fault("line_not_editable", "is none of this order, or is shipped or cancelled")
_EMPTIED = Fault("seller_order_emptied", "Keep something of each shop, or cancel the order.")
_ELSEWHERE = Fault("taxed_elsewhere", "This address is taxed elsewhere; cancel the order and place it anew.")

_EDITABLE = frozenset({OrderStatus.PAID, OrderStatus.PARTLY_SHIPPED})


def edit_order(tx: Transaction, order_id: UUID, customer_id: UUID, body: EditOrder) -> Json:
    """Keep so many units of each line that is named, of an order whose money was taken; what is not kept goes back.

    Raises NotFound, NotEditable or Invalid, and then nothing has changed.
    """
    order = history_store.lock_own(tx, order_id, customer_id)
    if order.status not in _EDITABLE:
        raise NotEditable(f"The order is {order.status.replace('_', ' ')}.")
    if not order.captured_amount:
        raise NotEditable("Its money was authorised, and is captured when it is shipped.")
    parts = [part for part in refund_store.parts(tx, order_id, None) if not part.shipped_at and not part.cancelled_at]
    for part, given_up in _given_up(parts, body):
        claims = [(line, units, line.worth(units)) for line, units in given_up]
        order, _ = refunding.request(
            tx, order, part, sharing.of(part, claims, 0), RefundReason.ORDER_EDITED, restock=True
        )
    return view_store.show_order(tx, order_id, customer_id)


def change_order_address(tx: Transaction, order_id: UUID, customer_id: UUID, body: ChangeOrderAddress) -> Json:
    """Send an order elsewhere in its country, where it is taxed the same.

    Raises NotFound, NotEditable or Invalid, and then nothing has changed.
    """
    order = history_store.lock_own(tx, order_id, customer_id)
    if not allows(order.status, Kind.ADDRESS_CHANGED):
        raise NotEditable(f"The order is {order.status.replace('_', ' ')}.")
    address = body.shipping_address
    if address.country != order.country:
        raise Invalid(_ELSEWHERE.at("shipping_address.country"))
    if tax_territory(address.country, address.postal_code) != tax_territory(order.country, order.postal_code):
        raise Invalid(_ELSEWHERE.at("shipping_address.postal_code"))
    if history_store.change_address(tx, order_id, address):
        history.record_update(tx, history.move(tx, order, Kind.ADDRESS_CHANGED))
    return view_store.show_order(tx, order_id, customer_id)


def _given_up(parts: list[PaidPart], body: EditOrder) -> list[tuple[PaidPart, list[tuple[SoldLine, int]]]]:
    """Give of each part the lines of which less is kept, and how many units of each are not; every fault is named."""
    by_id = {line.id: line for part in parts for line in part.lines}
    kept = {line_id: line.units_left for line_id, line in by_id.items()}
    faults: list[FieldError | None] = []
    for place, asked in enumerate(body.lines):
        line = by_id.get(asked.line_id)
        if line is None:
            faults.append(_NOT_HERE.at(f"lines.{place}.line_id"))
        elif asked.line_id in {one.line_id for one in body.lines[:place]}:
            faults.append(LINE_TWICE.at(f"lines.{place}.line_id"))
        else:
            faults.append(fits_units(line, asked.quantity, f"lines.{place}.quantity"))
            kept[line.id] = asked.quantity
    if not any(faults):
        emptied = [part for part in parts if not any(kept[line.id] for line in part.lines)]
        of_emptied = {line.id for part in emptied for line in part.lines if line.units_left}
        faults += [
            _EMPTIED.at(f"lines.{place}.quantity")
            for place, asked in enumerate(body.lines)
            if asked.line_id in of_emptied
        ]
    if wrong := [fault for fault in faults if fault]:
        raise Invalid(*wrong)
    changed = [
        (part, [(line, line.units_left - kept[line.id]) for line in part.lines if kept[line.id] < line.units_left])
        for part in parts
    ]
    return [(part, given_up) for part, given_up in changed if given_up]
