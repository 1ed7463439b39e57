"""Charge an order exactly once.

An attempt is claimed in a committed row whose id is the provider's idempotency key. The provider is asked with no
transaction open, and its answer is committed after. Whatever stops in between leaves a row that falls due again, and
asking again with the same key finds the first charge. The provider's word is final: money that it moved for an order
that was cancelled meanwhile is booked and sent back.
"""

from datetime import datetime
from uuid import UUID

from events.orders import OrderCreated
from events.payments import PaymentActionRequired, PaymentCompleted, PaymentFailed, PaymentInitiated
from functions.payments.domain import store
from functions.payments.domain.gateway import Charge, ChargeResult, Gateway, Gateways, Outcome, OutcomeUnknown
from functions.payments.domain.model import LEASE, WORK_TIME, Attempt, PaymentStatus, ask_again_at, may_follow, retry_at
from souk import Caller, Clock, Database, Transaction
from souk.errors import Conflict, InProgress, NotFound

_CANCELLED = "cancelled"
_DECIDED = frozenset(
    {PaymentStatus.COMPLETED, PaymentStatus.FAILED, PaymentStatus.PARTLY_REFUNDED, PaymentStatus.REFUNDED}
)


class ConfirmationNotExpected(Conflict):
    """The payment does not wait for a second step."""

    code = "confirmation_not_expected"


def claim_order(tx: Transaction, gateways: Gateways, clock: Clock, event: OrderCreated) -> None:
    """Claim the first attempt to charge an order, unless it was claimed or the order was cancelled before."""
    if store.order_status(tx, event.order_id) in (None, _CANCELLED):
        return
    gateway = gateways.offering(event.payment_method)
    claimed = store.insert_attempt(
        tx,
        order_id=event.order_id,
        attempt=1,
        customer_id=event.customer_id,
        provider=gateway.name if gateway else None,
        method=event.payment_method,
        amount=event.total,
        status=PaymentStatus.INITIATED,
        due_at=clock.now(),
    )
    if claimed is None:
        return
    _record_initiated(tx, claimed)
    if gateway is None:
        _fail(tx, clock.now(), claimed, ChargeResult(Outcome.DECLINED, reason="unknown_method"))


def advance_due(database: Database, gateways: Gateways, clock: Clock, order_id: UUID | None = None) -> set[UUID]:
    """Take each transaction that is due, of one order or of all, one step further; name those left without an answer.

    Whoever takes one has it alone for a while, so several may run at once.
    """
    unanswered: set[UUID] = set()
    stop_at = clock.now() + WORK_TIME
    while clock.now() < stop_at:
        due = database.write(lambda tx: _lease_due(tx, clock.now(), order_id))
        if due is None:
            break
        leased, cancelled = due
        if leased is None:
            continue
        if _ask_and_settle(database, gateways, clock, leased, cancelled):
            unanswered.discard(leased.id)
        else:
            unanswered.add(leased.id)
    return unanswered


def confirm(
    database: Database, gateways: Gateways, clock: Clock, caller: Caller, transaction_id: UUID, code: str
) -> None:
    """Take the second step of the caller's payment; what is decided already stays as it is."""
    attempt = database.write(lambda tx: _claim_confirmation(tx, clock.now(), caller.user_id, transaction_id))
    if attempt.status in _DECIDED:
        return
    try:
        result = _gateway(gateways, attempt).confirm(str(transaction_id), code)
    except OutcomeUnknown:
        database.write(lambda tx: store.ask_again(tx, transaction_id, clock.now()))
    else:
        database.write(lambda tx: settle(tx, clock.now(), transaction_id, result))


def settle(tx: Transaction, now: datetime, transaction_id: UUID, result: ChargeResult) -> Attempt:
    """Write down what a provider said of a charge; what was said before, or comes too late, changes nothing."""
    attempt = store.lock_attempt(tx, transaction_id)
    cancelled = store.order_status(tx, attempt.order_id) == _CANCELLED
    match result.outcome:
        case Outcome.CAPTURED if may_follow(attempt.status, PaymentStatus.COMPLETED):
            return _complete(tx, now, attempt, result, cancelled)
        case Outcome.REQUIRES_ACTION if cancelled and may_follow(attempt.status, PaymentStatus.VOIDING):
            return store.move(tx, transaction_id, PaymentStatus.VOIDING, now, reference=result.reference)
        case Outcome.REQUIRES_ACTION if may_follow(attempt.status, PaymentStatus.REQUIRES_ACTION):
            asked_before = attempt.status == PaymentStatus.CONFIRMING
            waiting = store.move(
                tx,
                transaction_id,
                PaymentStatus.REQUIRES_ACTION,
                published=not asked_before,
                reference=result.reference,
            )
            if not asked_before:
                tx.record(
                    PaymentActionRequired(
                        transaction_id=transaction_id, order_id=attempt.order_id, sequence=waiting.sequence
                    )
                )
            return waiting
        case Outcome.DECLINED | Outcome.DECLINED_FOR_NOW if may_follow(attempt.status, PaymentStatus.FAILED):
            return _fail(tx, now, attempt, result, cancelled)
        case Outcome.VOIDED if may_follow(attempt.status, PaymentStatus.VOIDED):
            return store.move(tx, transaction_id, PaymentStatus.VOIDED)
        case _:
            return attempt


def _claim_confirmation(tx: Transaction, now: datetime, customer_id: UUID, transaction_id: UUID) -> Attempt:
    """Take a payment that waits for its second step for oneself; one that is decided is given as it is."""
    attempt = store.lock_own_attempt(tx, transaction_id, customer_id)
    if attempt is None:
        raise NotFound.of("transaction")
    if attempt.status in _DECIDED:
        return attempt
    if attempt.status == PaymentStatus.CONFIRMING:
        raise InProgress("This confirmation is being checked.", retry_after=5)
    if attempt.status != PaymentStatus.REQUIRES_ACTION or store.order_status(tx, attempt.order_id) == _CANCELLED:
        raise ConfirmationNotExpected("This payment does not wait for a confirmation.")
    return store.move(tx, transaction_id, PaymentStatus.CONFIRMING, now + LEASE)


def _lease_due(tx: Transaction, now: datetime, order_id: UUID | None) -> tuple[Attempt | None, bool] | None:
    """Take a due transaction for oneself and tell whether its order is cancelled; None when nothing is due.

    In place of a transaction for which the provider need not be asked stands None.
    """
    due = store.lock_due(tx, now, order_id)
    if due is None:
        return None
    cancelled = store.order_status(tx, due.order_id) == _CANCELLED
    return _lease(tx, now, due, cancelled), cancelled


def _lease(tx: Transaction, now: datetime, due: Attempt, cancelled: bool) -> Attempt | None:
    if due.status != PaymentStatus.SCHEDULED:
        return store.move(tx, due.id, due.status, now + LEASE)
    if cancelled:
        store.move(tx, due.id, PaymentStatus.VOIDED)
        return None
    initiated = store.move(tx, due.id, PaymentStatus.INITIATED, now + LEASE, published=True)
    _record_initiated(tx, initiated)
    return initiated


def _ask_and_settle(database: Database, gateways: Gateways, clock: Clock, attempt: Attempt, cancelled: bool) -> bool:
    """Ask the provider with no transaction open and commit its answer; False when there was none."""
    try:
        result = _ask(_gateway(gateways, attempt), attempt, cancelled)
    except OutcomeUnknown:
        again_at = ask_again_at(attempt.tries, clock.now())
        database.write(lambda tx: store.ask_again(tx, attempt.id, again_at))
        return False
    database.write(lambda tx: settle(tx, clock.now(), attempt.id, result))
    return True


def _ask(gateway: Gateway, attempt: Attempt, cancelled: bool) -> ChargeResult:
    key = str(attempt.id)
    if attempt.status == PaymentStatus.VOIDING:
        return gateway.void(key)
    if attempt.status == PaymentStatus.CONFIRMING or cancelled:
        return gateway.lookup(key) or ChargeResult(Outcome.VOIDED)
    return gateway.charge(Charge(key, attempt.method, attempt.money))


def _gateway(gateways: Gateways, attempt: Attempt) -> Gateway:
    gateway = gateways.named(attempt.provider)
    if gateway is None:
        raise LookupError(f"the provider {attempt.provider} of a running payment is not among the stage's")
    return gateway


def _complete(tx: Transaction, now: datetime, attempt: Attempt, result: ChargeResult, cancelled: bool) -> Attempt:
    completed = store.move(
        tx,
        attempt.id,
        PaymentStatus.COMPLETED,
        published=True,
        reference=result.reference,
        captured=attempt.amount,
    )
    tx.record(
        PaymentCompleted(
            transaction_id=attempt.id,
            order_id=attempt.order_id,
            amount=attempt.money,
            sequence=completed.sequence,
        )
    )
    if cancelled and attempt.amount:
        store.claim_refund(tx, attempt.id, attempt.amount, "order_cancelled", now)
    return completed


def _fail(tx: Transaction, now: datetime, attempt: Attempt, result: ChargeResult, cancelled: bool = False) -> Attempt:
    again_at = None
    if result.outcome == Outcome.DECLINED_FOR_NOW and not cancelled:
        again_at = retry_at(attempt.attempt, now)
    reason = result.reason or "declined"
    failed = store.move(
        tx,
        attempt.id,
        PaymentStatus.FAILED,
        published=True,
        reference=result.reference,
        failure_reason=reason,
    )
    tx.record(
        PaymentFailed(
            transaction_id=attempt.id,
            order_id=attempt.order_id,
            attempt=attempt.attempt,
            reason=reason,
            final=again_at is None,
            sequence=failed.sequence,
        )
    )
    if again_at is not None:
        store.insert_attempt(
            tx,
            order_id=attempt.order_id,
            attempt=attempt.attempt + 1,
            customer_id=attempt.customer_id,
            provider=attempt.provider,
            method=attempt.method,
            amount=attempt.money,
            status=PaymentStatus.SCHEDULED,
            due_at=again_at,
        )
    return failed


def _record_initiated(tx: Transaction, attempt: Attempt) -> None:
    tx.record(
        PaymentInitiated(
            transaction_id=attempt.id,
            order_id=attempt.order_id,
            attempt=attempt.attempt,
            amount=attempt.money,
            sequence=attempt.sequence,
        )
    )
