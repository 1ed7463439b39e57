"""Give captured money back, once and never more than was captured.

A refund is claimed against its transaction in one guarded statement; the claim's id is the provider's idempotency key.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from events.orders import OrderRefundRequested
from events.payments import PaymentRefunded, PaymentRefundRefused, PaymentRefundReturned
from functions.payments.credit.domain import crediting
from functions.payments.credit.domain import store as credit_store
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
from souk.errors import Retry
from souk.logs import count, logger

COUNTS = ("RefundsRefused", "RefundsReturned")
"""What is counted here, for the alarms of whoever finishes refunds."""

_SETTLED = frozenset({PaymentStatus.COMPLETED, PaymentStatus.PARTLY_REFUNDED, PaymentStatus.REFUNDED})


def refund_cancelled_order(database: Database, providers: Providers, clock: Clock, order_id: UUID) -> None:
    """Void what waits for its customer and send back what is left of every capture.

    What waits for its time or is on its way is left alone: whoever acts on it next finds the order cancelled.
    """
    database.write(lambda tx: _give_up(tx, clock, order_id))
    charging.advance_due(database, providers, clock, order_id)
    advance_due(database, providers, clock, order_id)


def refund_as_requested(
    database: Database, providers: Providers, clock: Clock, requested: OrderRefundRequested
) -> None:
    """Send back what an order asks for, of its payments by their attempts; asked twice, it is done once."""
    database.write(lambda tx: _claim_requested(tx, clock, requested))
    advance_due(database, providers, clock, requested.order_id)


def advance_due(database: Database, providers: Providers, clock: Clock, order_id: UUID | None = None) -> None:
    """Ask the provider for each refund that is due, of one order or of all; one without an answer falls due again."""
    stop_at = clock.now() + WORK_TIME
    while clock.now() < stop_at:
        refund = database.write(lambda tx: refund_store.lease(tx, clock.now(), clock.now() + LEASE, order_id))
        if refund is None:
            return
        _ask_and_finish(database, providers, clock, refund)


def _give_up(tx: Transaction, clock: Clock, order_id: UUID) -> None:
    """Void or send back what nobody has asked for by itself; the order's requests have their own way."""
    attempts = store.lock_of_order(tx, order_id)
    crediting.book_order(tx, order_id)
    spoken_for = refund_store.spoken_for(tx, order_id)
    for attempt in attempts:
        if attempt.status in (PaymentStatus.REQUIRES_ACTION, PaymentStatus.AUTHORIZED):
            store.move(tx, attempt, PaymentStatus.VOIDING, clock.now())
            continue
        left = attempt.refundable_amount
        kept = min(left, spoken_for)
        spoken_for -= kept
        if left > kept:
            refund_store.claim(tx, attempt.id, left - kept, NotOwed.ORDER_CANCELLED, clock.now())


def _claim_requested(tx: Transaction, clock: Clock, requested: OrderRefundRequested) -> None:
    attempts = store.lock_of_order(tx, requested.order_id)
    if not attempts:
        raise Retry("there is no payment of the order")
    if refund_store.is_claimed(tx, requested.refund_id) or credit_store.is_returned(tx, requested.refund_id):
        return
    asked, paid_with = requested.amount.amount, credit_store.paid_with(tx, requested.order_id)
    refundable = sum(attempt.refundable_amount for attempt in attempts) + sum(paid.remaining for paid in paid_with)
    if asked > refundable:
        _refuse(tx, attempts[-1], requested)
        return
    for attempt in attempts:
        if some := min(asked, attempt.refundable_amount):
            refund_store.claim(
                tx,
                attempt.id,
                some,
                requested.reason,
                clock.now(),
                requested.refund_id,
                as_credit=requested.as_credit,
            )
            asked -= some
    for paid in paid_with:
        if some := min(asked, paid.remaining):
            _give_credit_back(tx, attempts, requested, paid.account_id, some)
            asked -= some


def _give_credit_back(
    tx: Transaction, attempts: Sequence[Attempt], requested: OrderRefundRequested, account_id: UUID, amount: int
) -> None:
    """Give back what was paid by gift card or store credit, in the name of the payment of the rest."""
    movement = credit_store.give_back(tx, requested.order_id, account_id, amount, requested.refund_id)
    booking.book_credit(tx, movement)
    paying = next((attempt for attempt in attempts if attempt.status in _SETTLED), None)
    if paying is None:
        raise Retry("the payment of the rest is not known yet")
    moved = store.move(tx, paying, paying.status, published=True)
    tx.record(
        PaymentRefunded(
            transaction_id=paying.id,
            refund_id=movement.id,
            order_id=requested.order_id,
            amount=credit_store.money(movement),
            reason=requested.reason,
            requested_id=requested.refund_id,
            sequence=moved.sequence,
        )
    )


def _refuse(tx: Transaction, attempt: Attempt, requested: OrderRefundRequested) -> None:
    refund_id = refund_store.refuse_requested(
        tx, attempt.id, requested.amount.amount, requested.reason, requested.refund_id
    )
    moved = store.move(tx, attempt, attempt.status, published=True)
    logger().error("refund_without_money", extra={"refund_id": refund_id})
    count(RefundsRefused=1)
    tx.record(
        PaymentRefundRefused(
            transaction_id=attempt.id,
            refund_id=refund_id,
            order_id=requested.order_id,
            amount=requested.amount,
            reason="nothing_left",
            requested_id=requested.refund_id,
            sequence=moved.sequence,
        )
    )


def _ask_and_finish(database: Database, providers: Providers, clock: Clock, refund: Refund) -> None:
    """Ask the provider with no transaction open and commit its answer, or when to ask again."""
    result = answer(lambda: _ask(providers, refund, clock.now()))
    if result is not None:
        return database.write(lambda tx: finish(tx, clock.now(), refund, result))
    again_at = unanswered(refund.tries, clock.now())
    return database.write(lambda tx: refund_store.ask_again(tx, refund.id, again_at))


def _ask(providers: Providers, refund: Refund, now: datetime) -> RefundResult:
    """Ask the provider; nobody is asked for what the customer gets as store credit."""
    if refund.as_credit:
        return RefundResult(RefundOutcome.COMPLETED)
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
        if refund.requested_id:
            moved = store.move(tx, attempt, attempt.status, published=True)
            tx.record(
                PaymentRefundRefused(
                    transaction_id=refund.transaction_id,
                    refund_id=refund.id,
                    order_id=refund.order_id,
                    amount=refund.money,
                    reason="refused_by_provider",
                    requested_id=refund.requested_id,
                    sequence=moved.sequence,
                )
            )
        return
    kind = JournalKind.REFUND
    if refund.as_credit:
        kind = JournalKind.REFUND_CREDITED
        account_id = credit_store.store_credit(tx, attempt.customer_id, refund.currency)
        credit_store.move(tx, account_id, "refunded", refund.amount, order_id=refund.order_id, refund_id=refund.id)
    booking.book_refund(tx, now, kind, refund.id, refund.order_id, refund.provider, refund.money)
    whole = refund_store.refunded(tx, refund.transaction_id) == attempt.captured_amount
    moved = store.move(tx, attempt, PaymentStatus.REFUNDED if whole else PaymentStatus.PARTLY_REFUNDED, published=True)
    tx.record(
        PaymentRefunded(
            transaction_id=refund.transaction_id,
            refund_id=refund.id,
            order_id=refund.order_id,
            amount=refund.money,
            reason=refund.reason,
            requested_id=refund.requested_id,
            sequence=moved.sequence,
        )
    )


def _return(tx: Transaction, now: datetime, attempt: Attempt, refund: Refund) -> None:
    """Have again what came back to us, which people have to give to its customer in another way."""
    refund_store.return_claim(tx, refund.transaction_id, refund.amount)
    booking.book_refund(tx, now, JournalKind.REFUND_RETURNED, refund.id, refund.order_id, refund.provider, refund.money)
    moved = store.move(tx, attempt, PaymentStatus.PARTLY_REFUNDED, published=True)
    tx.record(
        PaymentRefundReturned(
            transaction_id=refund.transaction_id,
            refund_id=refund.id,
            order_id=refund.order_id,
            amount=refund.money,
            reason=refund.reason,
            requested_id=refund.requested_id,
            sequence=moved.sequence,
        )
    )
    logger().error("refund_returned", extra={"refund_id": refund.id})
    count(RefundsReturned=1)
