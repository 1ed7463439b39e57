"""What Stripe's objects say: of a payment by its intent, of a refund, of a dispute.

Sources: https://docs.stripe.com/payments/paymentintents/lifecycle, https://docs.stripe.com/declines/codes,
https://docs.stripe.com/api/refunds/object and https://docs.stripe.com/api/disputes/object.
"""

from datetime import UTC, datetime
from typing import Any

from functions.payments.domain.model import NextAction
from functions.payments.domain.provider import (
    ChargeResult,
    DisputeNotice,
    DisputeStatus,
    KeptMethod,
    Outcome,
    OutcomeUnknown,
    RefundOutcome,
    RefundResult,
)
from functions.payments.domain.stripe_amounts import read_amount
from souk import Money

PAYMENT, REFUND = "souk_payment", "souk_refund"
"""Where our keys stand in Stripe's metadata."""

GIVEN_UP = "abandoned"
"""Why an intent was cancelled of which nothing could come any more; what is voided has another reason."""

_REASONS = {
    "insufficient_funds": "insufficient_funds",
    "authentication_required": "confirmation_failed",
    "payment_intent_authentication_failure": "confirmation_failed",
    "amount_too_small": "unsupported_amount",
    "amount_too_large": "unsupported_amount",
}
_PASSING = frozenset({"insufficient_funds"})

type Document = dict[str, Any]


def result_of(intent: Document) -> ChargeResult:
    """Say what became of a payment. Raises OutcomeUnknown when nothing has yet."""
    reference, error = intent["id"], intent["last_payment_error"]
    match intent["status"]:
        case "succeeded":
            taken = read_amount(intent["amount_received"], intent["currency"])
            return ChargeResult(Outcome.CAPTURED, reference, amount=taken, fee=_fee(intent), kept=_kept(intent))
        case "requires_capture":
            held = read_amount(intent["amount_capturable"], intent["currency"])
            return ChargeResult(Outcome.AUTHORIZED, reference, amount=held, kept=_kept(intent))
        case "requires_action":
            return ChargeResult(Outcome.REQUIRES_ACTION, reference, next_action=_next_action(intent))
        case "requires_payment_method" if error:
            return declined(error.get("decline_code") or error["code"], reference)
        case "canceled" if error and intent["cancellation_reason"] == GIVEN_UP:
            return declined(error.get("decline_code") or error["code"], reference)
        case "canceled":
            return ChargeResult(Outcome.VOIDED, reference)
        case status:
            raise OutcomeUnknown(f"the payment intent is {status}")


def declined(code: str, reference: str | None) -> ChargeResult:
    """Give the refusal that a code of Stripe's means."""
    reason = _REASONS.get(code, "declined")
    outcome = Outcome.DECLINED_FOR_NOW if reason in _PASSING else Outcome.DECLINED
    return ChargeResult(outcome, reference, reason)


def refund_of(refund: Document) -> RefundResult:
    """Say what became of a refund."""
    match refund["status"]:
        case "succeeded":
            return RefundResult(RefundOutcome.COMPLETED, refund["id"])
        case "pending" | "requires_action":
            return RefundResult(RefundOutcome.PENDING, refund["id"])
        case status:
            return RefundResult(RefundOutcome.REFUSED, refund["id"], refund.get("failure_reason") or status)


def dispute_of(dispute: Document) -> DisputeNotice | None:
    """Say how a dispute of one of our charges stands, its intent given in full.

    None while it is only an inquiry, which holds no money back.
    """
    key = (dispute["payment_intent"] or {"metadata": {}})["metadata"].get(PAYMENT)
    amount = read_amount(dispute["amount"], dispute["currency"])
    if key is None or amount is None or not dispute["balance_transactions"]:
        return None
    match dispute["status"]:
        case "won" | "prevented" | "warning_closed":
            status = DisputeStatus.WON
        case "lost":
            status = DisputeStatus.LOST
        case _:
            status = DisputeStatus.OPEN
    due = dispute["evidence_details"]["due_by"]
    due_at = datetime.fromtimestamp(due, UTC) if due and status is DisputeStatus.OPEN else None
    return DisputeNotice(key, dispute["id"], status, amount, dispute["reason"], due_at)


def _next_action(intent: Document) -> NextAction:
    action = intent["next_action"]
    if action["type"] == "redirect_to_url":
        return NextAction(type="redirect", value=action["redirect_to_url"]["url"])
    return NextAction(type="script", value=intent["client_secret"])


def _kept(intent: Document) -> KeptMethod | None:
    """Give the card that the intent had kept for a customer made for it."""
    charge = intent["latest_charge"]
    if not intent.get("setup_future_usage") or not intent["customer"] or not isinstance(charge, dict):
        return None
    card = charge["payment_method_details"]["card"]
    return KeptMethod(
        token=intent["payment_method"],
        holder=intent["customer"],
        brand=card["brand"],
        last4=card["last4"],
        expiry_year=card["exp_year"],
        expiry_month=card["exp_month"],
    )


def _fee(intent: Document) -> Money | None:
    """Give what Stripe keeps, where it settles in the currency of the charge and has said so."""
    charge = intent["latest_charge"]
    entered = charge["balance_transaction"] if isinstance(charge, dict) else None
    if not isinstance(entered, dict) or entered["currency"] != intent["currency"]:
        return None
    return read_amount(entered["fee"], entered["currency"])
