"""What a provider said of a charge is written down, once, whoever heard it: an answer, a notice or a look-up.

The provider's word is final: money that it moved is booked, and sent back when the order was cancelled meanwhile or
another attempt has paid it.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from events.payments import (
    PaymentActionRequired,
    PaymentAuthorized,
    PaymentCompleted,
    PaymentFailed,
    PaymentInitiated,
)
from functions.payments.domain import refund_store, saved_store, store
from functions.payments.domain.model import UNDECIDED, Attempt, NotOwed, PaymentStatus, allows, retry_at
from functions.payments.domain.provider import ChargeResult, Outcome
from functions.payments.ledger.domain import booking
from souk import Transaction
from souk.logs import count, logger

COUNTS = ("AmountsDisagree", "CapturedTwice", "CapturesFailed")
"""What is counted here, for the alarms of whoever settles."""


_AUTHORIZED = (PaymentStatus.AUTHORIZED, PaymentStatus.CAPTURING)
"""The order is paid as far as its customer is concerned, so what goes wrong is for people to look at."""


def settle(tx: Transaction, now: datetime, transaction_id: UUID, result: ChargeResult) -> Attempt:
    """Write down what a provider said of a charge; what was said before, or comes too late, changes nothing.

    Nor does another amount than was asked for, or a second capture under the same key, and either sets off an alarm.
    """
    attempt, others = store.lock_with_others(tx, transaction_id)
    if result.outcome is Outcome.CAPTURED and attempt.captured_amount:
        _check_reference(attempt, result)
        return attempt
    if result.amount not in (None, attempt.money):
        logger().error("amounts_disagree", extra={"transaction_id": attempt.id, "said": result.amount})
        count(AmountsDisagree=1)
        return attempt
    not_owed = store.why_not_owed(tx, attempt)
    match result.outcome:
        case Outcome.CAPTURED if allows(attempt.status, PaymentStatus.COMPLETED):
            return _complete(tx, now, attempt, result, not_owed)
        case Outcome.REQUIRES_ACTION | Outcome.AUTHORIZED if not_owed and allows(attempt.status, PaymentStatus.VOIDING):
            return store.move(tx, attempt, PaymentStatus.VOIDING, now, reference=result.reference)
        case Outcome.AUTHORIZED if allows(attempt.status, PaymentStatus.AUTHORIZED):
            authorized = store.move(tx, attempt, PaymentStatus.AUTHORIZED, published=True, reference=result.reference)
            _keep_method(tx, attempt, result)
            tx.record(PaymentAuthorized(**_of(authorized), payment_method=attempt.method, amount=attempt.money))
            return authorized
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
            return fail(tx, now, attempt, result, needed=needed)
        case Outcome.VOIDED if attempt.status in _AUTHORIZED and not not_owed:
            return fail(tx, now, attempt, replace(result, reason="authorization_expired"))
        case Outcome.VOIDED if allows(attempt.status, PaymentStatus.VOIDED):
            return store.move(tx, attempt, PaymentStatus.VOIDED)
        case _:
            return attempt


def look_again(tx: Transaction, now: datetime, transaction_id: UUID) -> None:
    """Let the provider be asked now what became of a charge, of which it says that something has."""
    attempt, _ = store.lock_with_others(tx, transaction_id)
    if attempt.status is PaymentStatus.REQUIRES_ACTION:
        follows = PaymentStatus.VOIDING if store.why_not_owed(tx, attempt) else PaymentStatus.CONFIRMING
        store.move(tx, attempt, follows, now)
    elif attempt.status is PaymentStatus.UNKNOWN:
        store.move(tx, attempt, attempt.status, now)


def _complete(
    tx: Transaction, now: datetime, attempt: Attempt, result: ChargeResult, not_owed: NotOwed | None
) -> Attempt:
    completed = store.move(
        tx,
        attempt,
        PaymentStatus.COMPLETED,
        published=True,
        reference=result.reference,
        captured=attempt.amount,
        fee=result.fee.amount if result.fee else 0,
    )
    _keep_method(tx, attempt, result)
    booking.book_charge(tx, now, completed.id, completed.order_id, completed.provider, completed.money, result.fee)
    surplus = not_owed is NotOwed.CHARGED_TWICE
    tx.record(PaymentCompleted(**_of(completed), payment_method=attempt.method, amount=attempt.money, surplus=surplus))
    if not_owed and attempt.amount:
        refund_store.claim(tx, attempt.id, attempt.amount, not_owed, now)
    return completed


def _keep_method(tx: Transaction, attempt: Attempt, result: ChargeResult) -> None:
    """Note what the customer wanted to be kept, once it has paid."""
    if attempt.keeps_method and result.kept:
        saved_store.keep(tx, attempt, result.kept)


def _check_reference(attempt: Attempt, result: ChargeResult) -> None:
    if result.reference not in (None, attempt.reference):
        logger().error("captured_twice", extra={"transaction_id": attempt.id, "reference": result.reference})
        count(CapturedTwice=1)


def fail(tx: Transaction, now: datetime, attempt: Attempt, result: ChargeResult, *, needed: bool = True) -> Attempt:
    """Note that an attempt failed; one that is still needed is tried again when that may help.

    Not with a token: providers take one of a method once, whatever became of the charge.
    """
    again_at = None
    if attempt.status in _AUTHORIZED:
        logger().error("capture_failed", extra={"transaction_id": attempt.id, "reason": result.reason})
        count(CapturesFailed=1)
    elif result.outcome is Outcome.DECLINED_FOR_NOW and needed and attempt.token is None:
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
            token=attempt.token,
            captured_later=attempt.captured_later,
            amount=attempt.money,
            status=PaymentStatus.SCHEDULED,
            due_at=again_at,
        )
    return failed


def record_initiated(tx: Transaction, attempt: Attempt) -> None:
    """Publish that an attempt was claimed."""
    tx.record(PaymentInitiated(**_of(attempt), attempt=attempt.attempt, amount=attempt.money))


def _of(attempt: Attempt) -> dict[str, Any]:
    return {"transaction_id": attempt.id, "order_id": attempt.order_id, "sequence": attempt.sequence}
