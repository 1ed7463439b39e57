"""Charge an order exactly once.

An attempt is claimed in a committed row whose id is the provider's idempotency key. The provider is asked with no
transaction open, and its answer is committed after. Whatever stops in between leaves a row that falls due again, and
asking again with the same key finds the first charge. The provider's word is final: money that it moved is booked, and
sent back when the order was cancelled meanwhile or another attempt has paid it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from events.orders import OrderClaimed, OrderCreated, OrderPaymentRequested
from events.payments import PaymentActionRequired, PaymentCompleted, PaymentFailed, PaymentInitiated
from functions.payments.domain import refund_store, store
from functions.payments.domain.gateway import Charge, ChargeResult, Gateway, Gateways, Outcome, answer, unanswered
from functions.payments.domain.model import (
    FIRST_ASK_AGAIN,
    LEASE,
    UNDECIDED,
    WORK_TIME,
    Attempt,
    ConfirmationNotExpected,
    NotOwed,
    PayableOrder,
    PaymentStatus,
    allows,
    retry_at,
)
from souk import Clock, Database, Transaction
from souk.errors import InProgress
from souk.logs import count, logger

_DECIDED = frozenset(
    {PaymentStatus.COMPLETED, PaymentStatus.FAILED, PaymentStatus.PARTLY_REFUNDED, PaymentStatus.REFUNDED}
)


def charge_order(database: Database, gateways: Gateways, clock: Clock, event: OrderCreated) -> bool:
    """Charge a new order, or take the next step of what was begun before; False when the provider gave no answer."""
    claimed = database.write(lambda tx: _claim_order(tx, gateways, clock, event))
    if claimed is not None:
        settled = _ask_and_settle(database, gateways, clock, claimed, None)
        if settled and settled.status is not PaymentStatus.VOIDING:
            return True
    return not advance_due(database, gateways, clock, event.order_id)


def _claim_order(tx: Transaction, gateways: Gateways, clock: Clock, event: OrderCreated) -> Attempt | None:
    """Claim the first attempt to charge an order, unless it was claimed or the order was cancelled before."""
    order = _owed(tx, event.order_id)
    return None if order is None else _insert(tx, gateways, clock.now(), order, event, 1, PaymentStatus.INITIATED)


def charge_again(database: Database, gateways: Gateways, clock: Clock, event: OrderPaymentRequested) -> bool:
    """Begin another payment of an order once no earlier one can move money any more; False while one can.

    What waits for its customer or its time is given up for it. False as well when the provider gave no answer.
    """
    database.write(lambda tx: _schedule_requested(tx, gateways, clock.now(), event))
    unanswered = advance_due(database, gateways, clock, event.order_id)
    return not unanswered and not database.read(lambda tx: store.is_scheduled(tx, event.payment_id))


def _schedule_requested(tx: Transaction, gateways: Gateways, now: datetime, event: OrderPaymentRequested) -> None:
    """Let a requested payment begin as soon as it may, unless it was noted or the order was cancelled before."""
    store.lock_of_order(tx, event.order_id)
    earlier = store.lock_of_order(tx, event.order_id)  # with what was added while the lock was waited for
    order = _owed(tx, event.order_id)
    if order is None or any(attempt.id == event.payment_id for attempt in earlier):
        return
    for attempt in earlier:
        if attempt.status is PaymentStatus.SCHEDULED:
            store.move(tx, attempt, PaymentStatus.VOIDED)
    number = len(earlier) + 1
    _insert(tx, gateways, now, order, event, number, PaymentStatus.SCHEDULED, event.payment_id)


def _owed(tx: Transaction, order_id: UUID) -> PayableOrder | None:
    """Find an order unless it was cancelled; one that is not there is reported."""
    order = store.find_order(tx, order_id)
    if order is None:
        _report_uncharged(order_id, "unknown_order")
    return None if order is None or order.is_cancelled else order


def _insert(
    tx: Transaction,
    gateways: Gateways,
    now: datetime,
    order: PayableOrder,
    event: OrderCreated | OrderPaymentRequested,
    attempt: int,
    status: PaymentStatus,
    transaction_id: UUID | None = None,
) -> Attempt | None:
    """Claim an attempt to charge an order as an event asks for; None when it was claimed before or cannot be charged.

    What cannot be charged fails at once and is counted: of that there is one too many.
    """
    gateway = gateways.offering(event.payment_method)
    can_be_charged = gateway is not None and event.total == order.total
    claimed = store.insert(
        tx,
        order_id=event.order_id,
        request=event.sequence,
        attempt=attempt,
        customer_id=order.customer_id,
        provider=gateway.name if gateway else None,
        method=event.payment_method,
        amount=order.total,
        status=status if can_be_charged else PaymentStatus.INITIATED,
        due_at=now if status is PaymentStatus.SCHEDULED else now + LEASE,
        transaction_id=transaction_id,
    )
    if claimed is None:
        return None
    if claimed.status is PaymentStatus.INITIATED:
        _record_initiated(tx, claimed)
    if can_be_charged:
        return claimed
    reason = "figures_disagree" if gateway else "unknown_method"
    _fail(tx, now, claimed, ChargeResult(Outcome.DECLINED, reason=reason))
    _report_uncharged(event.order_id, reason)
    return None


def _report_uncharged(order_id: UUID, reason: str) -> None:
    logger().error("order_not_charged", extra={"order_id": order_id, "reason": reason})
    count(OrdersNotCharged=1)


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
        leased, not_owed = due
        if leased is None:
            continue
        if _ask_and_settle(database, gateways, clock, leased, not_owed) is None:
            unanswered.add(leased.id)
        else:
            unanswered.discard(leased.id)
    return unanswered


def confirm_payment(
    database: Database, gateways: Gateways, clock: Clock, customer_id: UUID, transaction_id: UUID, code: str
) -> None:
    """Take the second step of the customer's payment; what is decided already stays as it is."""
    attempt = database.write(lambda tx: _claim_confirmation(tx, clock.now(), customer_id, transaction_id))
    if attempt.status in _DECIDED:
        return
    result = answer(lambda: gateways.asked(attempt.provider).confirm(str(transaction_id), code))
    if result is None:
        database.write(lambda tx: store.ask_again(tx, transaction_id, clock.now()))
    else:
        database.write(lambda tx: settle(tx, clock.now(), transaction_id, result))


def follow_claim(tx: Transaction, event: OrderClaimed) -> None:
    """Make the payments of an order that a guest placed those of its customer."""
    store.lock_of_order(tx, event.order_id)
    store.give_to_customer(tx, event.order_id, event.customer_id)


def settle(tx: Transaction, now: datetime, transaction_id: UUID, result: ChargeResult) -> Attempt:
    """Write down what a provider said of a charge; what was said before, or comes too late, changes nothing."""
    attempt, others = store.lock_with_others(tx, transaction_id)
    not_owed = store.why_not_owed(tx, attempt)
    match result.outcome:
        case Outcome.CAPTURED if allows(attempt.status, PaymentStatus.COMPLETED):
            return _complete(tx, now, attempt, result, not_owed)
        case Outcome.REQUIRES_ACTION if not_owed and allows(attempt.status, PaymentStatus.VOIDING):
            return store.move(tx, attempt, PaymentStatus.VOIDING, now, reference=result.reference)
        case Outcome.REQUIRES_ACTION if allows(attempt.status, PaymentStatus.REQUIRES_ACTION):
            asked_before = attempt.status is PaymentStatus.CONFIRMING
            waiting = store.move(
                tx,
                attempt,
                PaymentStatus.REQUIRES_ACTION,
                published=not asked_before,
                reference=result.reference,
                next_action=result.next_action,
            )
            if not asked_before:
                tx.record(PaymentActionRequired(**_of(waiting), request=attempt.request, attempt=attempt.attempt))
            return waiting
        case Outcome.DECLINED | Outcome.DECLINED_FOR_NOW if allows(attempt.status, PaymentStatus.FAILED):
            needed = not not_owed and not any(other.status in UNDECIDED for other in others)
            return _fail(tx, now, attempt, result, needed=needed)
        case Outcome.VOIDED if allows(attempt.status, PaymentStatus.VOIDED):
            return store.move(tx, attempt, PaymentStatus.VOIDED)
        case _:
            return attempt


def _claim_confirmation(tx: Transaction, now: datetime, customer_id: UUID, transaction_id: UUID) -> Attempt:
    """Take a payment that waits for its second step for oneself; one that is decided is given as it is."""
    attempt = store.lock_own(tx, transaction_id, customer_id)
    if attempt.status in _DECIDED:
        return attempt
    if attempt.status is PaymentStatus.CONFIRMING:
        raise InProgress("This confirmation is being checked.", retry_after=5)
    if attempt.status is not PaymentStatus.REQUIRES_ACTION or store.why_not_owed(tx, attempt):
        raise ConfirmationNotExpected("This payment does not wait for a confirmation.")
    return store.move(tx, attempt, PaymentStatus.CONFIRMING, now + LEASE)


def _lease_due(tx: Transaction, now: datetime, order_id: UUID | None) -> tuple[Attempt | None, NotOwed | None] | None:
    """Take a due transaction for oneself and say why its money is not owed, if so; None when nothing is due.

    In place of a transaction for which the provider need not be asked stands None.
    """
    due = store.lock_due(tx, now, order_id)
    if due is None:
        return None
    # Before what was captured is read: another that is decided in between has moved its money when that is seen.
    must_wait = due.status is PaymentStatus.SCHEDULED and store.is_another_undecided(tx, due)
    not_owed = store.why_not_owed(tx, due)
    return _lease(tx, now, due, not_owed, must_wait=must_wait), not_owed


def _lease(
    tx: Transaction, now: datetime, due: Attempt, not_owed: NotOwed | None, *, must_wait: bool
) -> Attempt | None:
    if due.status is not PaymentStatus.SCHEDULED:
        return store.move(tx, due, due.status, now + LEASE)
    if not_owed:
        store.move(tx, due, PaymentStatus.VOIDED)
        return None
    if must_wait:
        given_up = store.give_up_waiting(tx, due, now)
        store.move(tx, due, PaymentStatus.SCHEDULED, now if given_up else now + FIRST_ASK_AGAIN)
        return None
    initiated = store.move(tx, due, PaymentStatus.INITIATED, now + LEASE, published=True)
    _record_initiated(tx, initiated)
    return initiated


def _ask_and_settle(
    database: Database, gateways: Gateways, clock: Clock, attempt: Attempt, not_owed: NotOwed | None
) -> Attempt | None:
    """Ask the provider with no transaction open and commit its answer; None when there was none that makes sense."""
    result = answer(lambda: _ask(gateways.asked(attempt.provider), attempt, not_owed))
    if result is not None:
        settled = database.write(lambda tx: settle(tx, clock.now(), attempt.id, result))
        if settled.status != attempt.status:
            return settled
    again_at = unanswered(attempt.tries, clock.now())
    database.write(lambda tx: store.ask_again(tx, attempt.id, again_at))
    return None


def _ask(gateway: Gateway, attempt: Attempt, not_owed: NotOwed | None) -> ChargeResult:
    key = str(attempt.id)
    if attempt.status is PaymentStatus.VOIDING:
        return gateway.void(key)
    if attempt.status is PaymentStatus.CONFIRMING or not_owed:
        return gateway.lookup(key) or ChargeResult(Outcome.VOIDED)
    return gateway.charge(Charge(key, attempt.method, attempt.money))


def _complete(
    tx: Transaction, now: datetime, attempt: Attempt, result: ChargeResult, not_owed: NotOwed | None
) -> Attempt:
    completed = store.move(
        tx, attempt, PaymentStatus.COMPLETED, published=True, reference=result.reference, captured=attempt.amount
    )
    surplus = not_owed is NotOwed.CHARGED_TWICE
    tx.record(PaymentCompleted(**_of(completed), payment_method=attempt.method, amount=attempt.money, surplus=surplus))
    if not_owed and attempt.amount:
        refund_store.claim(tx, attempt.id, attempt.amount, not_owed, now)
    return completed


def _fail(tx: Transaction, now: datetime, attempt: Attempt, result: ChargeResult, *, needed: bool = True) -> Attempt:
    """Note that an attempt failed; one that is still needed is tried again when that may help."""
    again_at = None
    if result.outcome is Outcome.DECLINED_FOR_NOW and needed:
        again_at = retry_at(attempt.retry, now)
    reason = result.reason or "declined"
    failed = store.move(
        tx, attempt, PaymentStatus.FAILED, published=True, reference=result.reference, failure_reason=reason
    )
    tx.record(
        PaymentFailed(
            **_of(failed),
            request=attempt.request,
            attempt=attempt.attempt,
            reason=reason,
            final=needed and again_at is None,
        )
    )
    if again_at is not None:
        store.insert(
            tx,
            order_id=attempt.order_id,
            request=attempt.request,
            attempt=attempt.attempt + 1,
            retry=attempt.retry + 1,
            customer_id=attempt.customer_id,
            provider=attempt.provider,
            method=attempt.method,
            amount=attempt.money,
            status=PaymentStatus.SCHEDULED,
            due_at=again_at,
        )
    return failed


def _record_initiated(tx: Transaction, attempt: Attempt) -> None:
    tx.record(PaymentInitiated(**_of(attempt), attempt=attempt.attempt, amount=attempt.money))


def _of(attempt: Attempt) -> dict[str, Any]:
    return {"transaction_id": attempt.id, "order_id": attempt.order_id, "sequence": attempt.sequence}
