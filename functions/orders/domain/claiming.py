"""A guest's order becomes a customer's by the link in the guest's mail, which works once and for a while."""

from uuid import UUID

from events.orders import OrderClaimed
from functions.orders.domain import history, history_store, view_store
from functions.orders.domain.states import Kind
from souk import Json, Transaction
from souk.errors import Invalid
from souk.faults import Fault
from souk.token import fingerprint

_LINK = Fault("unfit_claim", "This link was used, or has expired, or is none of ours.")


def claim_order(tx: Transaction, customer_id: UUID, token: str) -> Json:
    """Make the order that a link is for the customer's own.

    Raises Invalid when the link has expired or is none of ours, or its order was claimed by it or by another one.
    """
    order = history_store.lock_claimable(tx, fingerprint(token))
    if order is None:
        raise Invalid(_LINK.at("token"))
    history_store.give_to_customer(tx, order.id, customer_id)
    claimed = history.move(tx, order, Kind.CLAIMED)
    tx.record(
        OrderClaimed(order_id=order.id, customer_id=customer_id, guest_id=order.customer_id, sequence=claimed.sequence)
    )
    return view_store.show_order(tx, order.id, customer_id)
