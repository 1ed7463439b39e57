"""Give captured money back, once and never more than was captured.

A refund is claimed against its transaction in one guarded statement; the claim's id is the provider's idempotency key.
"""

from uuid import UUID

from events.payments import PaymentRefunded
from functions.payments.domain import charging, refund_store, store
from functions.payments.domain.gateway import Gateways, RefundResult, answer, unanswered
from functions.payments.domain.model import LEASE, WORK_TIME, NotOwed, PaymentStatus, Refund
from souk import Clock, Database, Transaction
from souk.logs import count, logger


def refund_cancelled_order(database: Database, gateways: Gateways, clock: Clock, order_id: UUID) -> None:
    """Void what waits for its customer and send back what is left of every capture.

    What waits for its time or is on its way is left alone: whoever acts on it next finds the order cancelled.
    """
    database.write(lambda tx: _give_up(tx, clock, order_id))
    charging.advance_due(database, gateways, clock, order_id)
    advance_due(database, gateways, clock, order_id)


def advance_due(database: Database, gateways: Gateways, clock: Clock, order_id: UUID | None = None) -> None:
    """Ask the provider for each refund that is due, of one order or of all; one without an answer falls due again."""
    stop_at = clock.now() + WORK_TIME
    while clock.now() < stop_at:
        refund = database.write(lambda tx: refund_store.lease(tx, clock.now(), clock.now() + LEASE, order_id))
        if refund is None:
            return
        _ask_and_finish(database, gateways, clock, refund)


def _give_up(tx: Transaction, clock: Clock, order_id: UUID) -> None:
    for attempt in store.lock_of_order(tx, order_id):
        if attempt.status is PaymentStatus.REQUIRES_ACTION:
            store.move(tx, attempt, PaymentStatus.VOIDING, clock.now())
        elif left := attempt.captured_amount - attempt.refunded_amount:
            refund_store.claim(tx, attempt.id, left, NotOwed.ORDER_CANCELLED, clock.now())


def _ask_and_finish(database: Database, gateways: Gateways, clock: Clock, refund: Refund) -> None:
    """Ask the provider with no transaction open and commit its answer, or when to ask again."""
    result = answer(
        lambda: gateways.asked(refund.provider).refund(str(refund.id), str(refund.transaction_id), refund.money)
    )
    if result is not None:
        return database.write(lambda tx: _finish(tx, refund, result))
    again_at = unanswered(refund.tries, clock.now())
    return database.write(lambda tx: refund_store.ask_again(tx, refund.id, again_at))


def _finish(tx: Transaction, refund: Refund, result: RefundResult) -> None:
    attempt = store.lock(tx, refund.transaction_id)
    status = "completed" if result.accepted else "failed"
    if not refund_store.finish(tx, refund.id, status, result.reference):
        return
    if not result.accepted:
        refund_store.return_claim(tx, refund.transaction_id, refund.amount)
        logger().error("refund_refused", extra={"refund_id": refund.id})
        count(RefundsRefused=1)
        return
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
