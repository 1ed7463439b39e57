"""Charge an order exactly once.

An attempt is claimed in a committed row whose id is the provider's idempotency key. The provider is asked with no
transaction open, and its answer is committed after. Whatever stops in between leaves a row that falls due again, and
asking again with the same key finds the first charge; once the provider has forgotten the key it is only looked up.
"""

from datetime import datetime
from uuid import UUID

from events.orders import OrderClaimed, OrderCreated, OrderPaymentRequested
from functions.payments.credit.domain import crediting
from functions.payments.domain import saved_store, settling, store
from functions.payments.domain.model import (
    CODE_MISSING,
    FIRST_ASK_AGAIN,
    LEASE,
    WORK_TIME,
    Attempt,
    ConfirmationNotExpected,
    NotOwed,
    PayableOrder,
    PaymentStatus,
)
from functions.payments.domain.provider import ChargeResult, Outcome, Providers, answer, unanswered
from souk import Clock, Database, Transaction
from souk.errors import InProgress, Invalid
from souk.logs import count, logger

_DECIDED = frozenset(
    {PaymentStatus.COMPLETED, PaymentStatus.FAILED, PaymentStatus.PARTLY_REFUNDED, PaymentStatus.REFUNDED}
)


def charge_order(database: Database, providers: Providers, clock: Clock, event: OrderCreated) -> bool:
    """Charge a new order, or take the next step of what was begun before; False when the provider gave no answer."""
    claimed = database.write(lambda tx: _claim_order(tx, providers, clock, event))
    if claimed is not None:
        settled = _ask_and_settle(database, providers, clock, claimed, None)
        if settled and settled.status is not PaymentStatus.VOIDING:
            return True
    return not advance_due(database, providers, clock, event.order_id)


def _claim_order(tx: Transaction, providers: Providers, clock: Clock, event: OrderCreated) -> Attempt | None:
    """Claim the first attempt to charge an order, unless it was claimed or the order was cancelled before."""
    if event.credit:
        crediting.book_order(tx, event.order_id)
    order = _owed(tx, event.order_id)
    return None if order is None else _insert(tx, providers, clock.now(), order, event, 1, PaymentStatus.INITIATED)


def charge_again(database: Database, providers: Providers, clock: Clock, event: OrderPaymentRequested) -> bool:
    """Begin another payment of an order once no earlier one can move money any more; False while one can.

    What waits for its customer or its time is given up for it. False as well when the provider gave no answer.
    """
    database.write(lambda tx: _schedule_requested(tx, providers, clock.now(), event))
    unanswered = advance_due(database, providers, clock, event.order_id)
    return not unanswered and not database.read(lambda tx: store.is_scheduled(tx, event.payment_id))


def _schedule_requested(tx: Transaction, providers: Providers, now: datetime, event: OrderPaymentRequested) -> None:
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
    _insert(tx, providers, now, order, event, number, PaymentStatus.SCHEDULED, event.payment_id)


def _owed(tx: Transaction, order_id: UUID) -> PayableOrder | None:
    """Find an order unless it was cancelled; one that is not there is reported."""
    order = store.find_order(tx, order_id)
    if order is None:
        _report_uncharged(order_id, "unknown_order")
    return None if order is None or order.is_cancelled else order


def _insert(
    tx: Transaction,
    providers: Providers,
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
    provider = (
        providers.offering(event.payment_method) if order.to_pay.amount else providers.holding(event.payment_method)
    )
    # One that was removed meanwhile leaves no token, and what needs one is declined without it.
    saved = saved_store.find(tx, order.customer_id, event.saved_method_id) if event.saved_method_id else None
    can_be_charged = provider is not None and event.total == order.total
    claimed = store.insert(
        tx,
        order_id=event.order_id,
        request=event.sequence,
        attempt=attempt,
        customer_id=order.customer_id,
        provider=provider.name if provider else None,
        method=event.payment_method,
        token=saved.token if saved else event.payment_token,
        holder=saved.holder if saved else None,
        keeps_method=event.keeps_method,
        captured_later=providers.captures_later,
        amount=order.to_pay,
        status=status if can_be_charged else PaymentStatus.INITIATED,
        due_at=now if status is PaymentStatus.SCHEDULED else now + LEASE,
        transaction_id=transaction_id,
    )
    if claimed is None:
        return None
    if claimed.status is PaymentStatus.INITIATED:
        settling.record_initiated(tx, claimed)
    if can_be_charged:
        return claimed
    reason = "figures_disagree" if provider else "unknown_method"
    settling.fail(tx, now, claimed, ChargeResult(Outcome.DECLINED, reason=reason))
    _report_uncharged(event.order_id, reason)
    return None


def _report_uncharged(order_id: UUID, reason: str) -> None:
    logger().error("order_not_charged", extra={"order_id": order_id, "reason": reason})
    count(OrdersNotCharged=1)


def advance_due(database: Database, providers: Providers, clock: Clock, order_id: UUID | None = None) -> set[UUID]:
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
        if _ask_and_settle(database, providers, clock, leased, not_owed) is None:
            unanswered.add(leased.id)
        else:
            unanswered.discard(leased.id)
    return unanswered


def confirm_payment(
    database: Database, providers: Providers, clock: Clock, customer_id: UUID, transaction_id: UUID, code: str | None
) -> None:
    """Take the second step of the customer's payment; what is decided already stays as it is.

    Raises NotFound, Invalid, InProgress or ConfirmationNotExpected.
    """
    attempt = database.write(lambda tx: _claim_confirmation(tx, clock.now(), customer_id, transaction_id, code))
    if attempt.status in _DECIDED:
        return
    result = answer(lambda: providers.asked(attempt.provider).resume(attempt, code))
    if result is None:
        database.write(lambda tx: store.ask_again(tx, transaction_id, clock.now()))
    else:
        database.write(lambda tx: settling.settle(tx, clock.now(), transaction_id, result))


def capture_shipped_order(database: Database, providers: Providers, clock: Clock, order_id: UUID) -> None:
    """Capture what was authorised for an order; one that was captured already stays as it is."""
    database.write(lambda tx: _begin_capture(tx, clock.now(), order_id))
    advance_due(database, providers, clock, order_id)


def _begin_capture(tx: Transaction, now: datetime, order_id: UUID) -> None:
    for attempt in store.lock_of_order(tx, order_id):
        if attempt.status is PaymentStatus.AUTHORIZED:
            store.move(tx, attempt, PaymentStatus.CAPTURING, now)


def follow_claim(tx: Transaction, event: OrderClaimed) -> None:
    """Make the payments of an order that a guest placed those of its customer."""
    store.lock_of_order(tx, event.order_id)
    store.give_to_customer(tx, event.order_id, event.customer_id)


def _claim_confirmation(
    tx: Transaction, now: datetime, customer_id: UUID, transaction_id: UUID, code: str | None
) -> Attempt:
    """Take a payment that waits for its second step for oneself; one that is decided is given as it is."""
    attempt = store.lock_own(tx, transaction_id, customer_id)
    if attempt.status in _DECIDED:
        return attempt
    if attempt.status is PaymentStatus.CONFIRMING:
        raise InProgress("This confirmation is being checked.", retry_after=5)
    if attempt.status is not PaymentStatus.REQUIRES_ACTION or store.why_not_owed(tx, attempt):
        raise ConfirmationNotExpected("This payment does not wait for a confirmation.")
    if code is None and attempt.next_action and attempt.next_action.type == "code":
        raise Invalid(CODE_MISSING.at("code"))
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
    settling.record_initiated(tx, initiated)
    return initiated


def _ask_and_settle(
    database: Database, providers: Providers, clock: Clock, attempt: Attempt, not_owed: NotOwed | None
) -> Attempt | None:
    """Ask the provider with no transaction open and commit its answer; None when there was none that makes sense."""
    result = answer(lambda: _ask(providers, attempt, not_owed, clock.now()))
    if result is not None:
        settled = database.write(lambda tx: settling.settle(tx, clock.now(), attempt.id, result))
        if settled.status != attempt.status:
            return settled
    again_at = unanswered(attempt.tries, clock.now())
    database.write(lambda tx: store.ask_again(tx, attempt.id, again_at))
    return None


def _ask(providers: Providers, attempt: Attempt, not_owed: NotOwed | None, now: datetime) -> ChargeResult:
    """Ask what the status is waiting for; nobody is asked for nothing."""
    if attempt.amount == 0:
        return ChargeResult(Outcome.CAPTURED)
    provider = providers.asked(attempt.provider)
    if attempt.status is PaymentStatus.VOIDING:
        return provider.void(attempt)
    if not_owed:
        return provider.look_up(attempt) or ChargeResult(Outcome.VOIDED)
    if attempt.status is PaymentStatus.CONFIRMING:
        return provider.resume(attempt, None)
    if attempt.status is PaymentStatus.CAPTURING:
        return provider.capture(attempt)
    if now < attempt.created_at + provider.key_life:
        return provider.charge(attempt)
    return provider.look_up(attempt) or ChargeResult(Outcome.DECLINED, reason="provider_unavailable")
