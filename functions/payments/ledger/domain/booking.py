"""Book what happens, once: money moved by providers in the transaction that learns of it, orders as their events come.

Of an order's history nothing is booked before what happened earlier in it, so it does not matter in which order the
events come: who comes too early is sent back to the queue.
"""

from datetime import datetime, timedelta
from uuid import UUID

from events.orders import (
    OrderCancelled,
    OrderCompleted,
    OrderPaid,
    OrderRefundRefused,
    OrderRefundRequested,
    OrderShipped,
)
from functions.payments.credit.domain.movement import CreditStep
from functions.payments.ledger.domain import journals, store
from functions.payments.ledger.domain.chart import JournalKind
from functions.payments.ledger.domain.journals import Share
from souk import Money, Transaction
from souk.errors import Retry

HELD_AFTER_DELIVERY = timedelta(days=7)
HELD_AFTER_SHIPPING = timedelta(days=14)
"""How long a shop waits for what it sold, so that what comes back can be taken from it; the shorter of the two."""


def book_charge(
    tx: Transaction,
    now: datetime,
    transaction_id: UUID,
    order_id: UUID,
    provider: str | None,
    captured: Money,
    fee: Money | None = None,
) -> None:
    """Book what a provider captured; on the way to the commit, so that it costs no round trip."""
    kept = fee.amount if fee else 0
    journal = journals.charge(transaction_id, order_id, provider, captured.amount, captured.currency, kept)
    store.post(tx, journal, now)


def book_refund(
    tx: Transaction,
    now: datetime,
    kind: JournalKind,
    refund_id: UUID,
    order_id: UUID,
    provider: str | None,
    amount: Money,
) -> None:
    """Book what a provider gave back, or that it came back to us after all."""
    store.post(tx, journals.refund(kind, refund_id, order_id, provider, amount.amount, amount.currency), now)


def book_credit(tx: Transaction, movement: CreditStep) -> None:
    """Book a movement of a gift card or of store credit, unless it is booked already."""
    store.post(tx, movement.journal, movement.occurred_at)


def book_payout(
    tx: Transaction, now: datetime, kind: JournalKind, payout_id: UUID, seller_id: UUID, provider: str, amount: Money
) -> None:
    """Book a step of a payout."""
    journal = journals.payout(kind, payout_id, seller_id, provider, amount.amount, amount.currency)
    store.post(tx, journal, now)


def book_sale(tx: Transaction, event: OrderPaid) -> None:
    """Book what each shop of a paid order is owed, and hold it until it is sent."""
    shares = [
        Share.of(sold.seller_id, sold.total, sold.tax, sold.commission, sold.commission_tax, sold.subsidy)
        for sold in event.sellers
    ]
    provider = store.find_provider(tx, event.order_id)
    store.hold(tx, event.order_id, [(sold.seller_order_id, sold.seller_id) for sold in event.sellers])
    store.post(tx, journals.sale(event.order_id, event.sequence, shares, provider), event.occurred_at)


def book_cancellation(tx: Transaction, event: OrderCancelled) -> None:
    """Take the sale of a cancelled order back, less what was taken back of it before.

    Raises Retry when something earlier is not booked yet.
    """
    if not store.was_paid(tx, event.order_id, event.sequence):
        return
    _expect_earlier(tx, event.order_id, event.sequence)
    earlier = store.of_order_before(tx, event.order_id, event.sequence)
    store.post(tx, journals.sale_cancelled(event.order_id, event.sequence, earlier), event.occurred_at)


def book_refund_request(tx: Transaction, event: OrderRefundRequested) -> None:
    """Take from shop and platform what is owed back to a customer, as it was sold.

    Raises Retry when something earlier is not booked yet.
    """
    _expect_earlier(tx, event.order_id, event.sequence)
    share = Share.of(event.seller_id, event.amount, event.tax, event.commission, event.commission_tax, event.subsidy)
    provider = store.find_provider(tx, event.order_id)
    earlier = store.of_order_before(tx, event.order_id, event.sequence)
    journal = journals.refund_requested(event.refund_id, event.order_id, event.sequence, share, provider, earlier)
    store.post(tx, journal, event.occurred_at)


def book_refund_refusal(tx: Transaction, event: OrderRefundRefused) -> None:
    """Give shop and platform back what a provider refused to refund.

    Raises Retry when something earlier is not booked yet.
    """
    _expect_earlier(tx, event.order_id, event.sequence)
    earlier = store.of_order_before(tx, event.order_id, event.sequence)
    journal = journals.refund_refused(event.refund_id, event.order_id, event.sequence, earlier)
    store.post(tx, journal, event.occurred_at)


def follow_shipment(tx: Transaction, event: OrderShipped) -> None:
    """Let what a shop sold be its own some time after it was shipped."""
    until = event.occurred_at + HELD_AFTER_SHIPPING
    store.hold_until(tx, event.order_id, event.seller_order_id, event.seller_id, until)


def follow_completion(tx: Transaction, event: OrderCompleted) -> None:
    """Let what shops sold be their own some time after all of it was delivered.

    Raises Retry when the sale is not booked yet.
    """
    if not store.hold_order_until(tx, event.order_id, event.occurred_at + HELD_AFTER_DELIVERY):
        raise Retry("the sale of the order is not booked yet")


def _expect_earlier(tx: Transaction, order_id: UUID, sequence: int) -> None:
    if store.is_unbooked_before(tx, order_id, sequence):
        raise Retry("what happened to the order before is not booked yet")
