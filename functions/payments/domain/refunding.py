"""Give captured money back, once and never more than was captured.

A refund is claimed against its transaction in one guarded statement; the claim's id is the provider's idempotency key.
"""

from datetime import datetime
from uuid import UUID

from events.payments import PaymentRefunded
from functions.payments.domain import charging, refund_store, store
from functions.payments.domain.model import (
    LEASE,
    PENDING_ASK_AGAIN,
    WORK_TIME,
    Attempt,
    NotOwed,
    PaymentStatus,
    Refund,
)
from functions.payments.domain.provider import Providers, RefundOutcome, RefundResult, answer, unanswered
from functions.payments.ledger.domain import booking
from functions.payments.ledger.domain.chart import JournalKind
from souk import Clock, Database, Transaction
from souk.logs import count, logger

COUNTS = ("RefundsRefused", "RefundsReturned")
"""What is counted here, for the alarms of whoever finishes refunds."""


def refund_cancelled_order(database: Database, providers: Providers, clock: Clock, order_id: UUID) -> None:
    """Void what waits for its customer and send back what is left of every capture.

    What waits for its time or is on its way is left alone: whoever acts on it next finds the order cancelled.
    """
    database.write(lambda tx: _give_up(tx, clock, order_id))
    charging.advance_due(database, providers, clock, order_id)
    advance_due(database, providers, clock, order_id)


def advance_due(database: Database, providers: Providers, clock: Clock, order_id: UUID | None = None) -> None:
    """Ask the provider for each refund that is due, of one order or of all; one without an answer falls due again."""
    stop_at = clock.now() + WORK_TIME
    while clock.now() < stop_at:
        refund = database.write(lambda tx: refund_store.lease(tx, clock.now(), clock.now() + LEASE, order_id))
        if refund is None:
            return
        _ask_and_finish(database, providers, clock, refund)


def _give_up(tx: Transaction, clock: Clock, order_id: UUID) -> None:
    for attempt in store.lock_of_order(tx, order_id):
        if attempt.status in (PaymentStatus.REQUIRES_ACTION, PaymentStatus.AUTHORIZED):
            store.move(tx, attempt, PaymentStatus.VOIDING, clock.now())
        elif left := attempt.captured_amount - attempt.refunded_amount:
            refund_store.claim(tx, attempt.id, left, NotOwed.ORDER_CANCELLED, clock.now())


def _ask_and_finish(database: Database, providers: Providers, clock: Clock, refund: Refund) -> None:
    """Ask the provider with no transaction open and commit its answer, or when to ask again."""
    result = answer(lambda: _ask(providers, refund, clock.now()))
    if result is not None:
        return database.write(lambda tx: finish(tx, clock.now(), refund, result))
    again_at = unanswered(refund.tries, clock.now())
    return database.write(lambda tx: refund_store.ask_again(tx, refund.id, again_at))


def _ask(providers: Providers, refund: Refund, now: datetime) -> RefundResult:
    provider = providers.asked(refund.provider)
    is_remembered = now < refund.created_at + provider.key_life
    return (None if is_remembered else provider.look_up_refund(refund)) or provider.refund(refund)


def finish(tx: Transaction, now: datetime, refund: Refund, result: RefundResult) -> None:
    """Write down what a provider said of a refund; what was said before changes nothing.

    One that was completed may still fail, when the customer's bank sends it back:
    https://docs.stripe.com/refunds#failed-refunds
    """
    attempt = store.lock(tx, refund.transaction_id)
    if result.outcome is RefundOutcome.PENDING:
        refund_store.wait(tx, refund.id, result.reference, now + PENDING_ASK_AGAIN)
        return
    refused = result.outcome is RefundOutcome.REFUSED
    if not refund_store.finish(tx, refund.id, "failed" if refused else "completed", result.reference):
        if refused and refund_store.take_back(tx, refund.id):
            _return(tx, now, attempt, refund)
        return
    if refused:
        refund_store.return_claim(tx, refund.transaction_id, refund.amount)
        logger().error("refund_refused", extra={"refund_id": refund.id})
        count(RefundsRefused=1)
        return
    booking.book_refund(tx, now, JournalKind.REFUND, refund.id, refund.order_id, refund.provider, refund.money)
    whole = refund_store.refunded(tx, refund.transaction_id) == attempt.captured_amount
    moved = store.move(tx, attempt, PaymentStatus.REFUNDED if whole else PaymentStatus.PARTLY_REFUNDED, published=True)
    tx.record(
        PaymentRefunded(
            transaction_id=refund.transaction_id,
            refund_id=refund.id,
            order_id=refund.order_id,
            amount=refund.money,
            reason=refund.reason,
            sequence=moved.sequence,
        )
    )


def _return(tx: Transaction, now: datetime, attempt: Attempt, refund: Refund) -> None:
    """Have again what came back to us, which people have to give to its customer in another way."""
    refund_store.return_claim(tx, refund.transaction_id, refund.amount)
    booking.book_refund(tx, now, JournalKind.REFUND_RETURNED, refund.id, refund.order_id, refund.provider, refund.money)
    store.move(tx, attempt, PaymentStatus.PARTLY_REFUNDED)
    logger().error("refund_returned", extra={"refund_id": refund.id})
    count(RefundsReturned=1)
