"""PayPal's words for money and for what became of it, and ours."""

from typing import Any

from functions.payments.domain.model import Attempt, NextAction
from functions.payments.domain.provider import ChargeResult, Outcome, OutcomeUnknown
from souk import Money
from souk.currency import DIGITS

type Document = dict[str, Any]

# These PayPal takes without decimals, whatever ISO 4217 says of them.
# https://developer.paypal.com/api/rest/reference/currency-codes/
_WHOLE = frozenset({"HUF", "JPY", "TWD"})
GIVEN_UP = "given-up"
"""What an order has in place of our key when it must not be captured any more; PayPal knows no cancelling of it."""

# The processor's words for a card that has no money now, and may have some later.
_LACKS = frozenset({"5120"})
_CAPTURED = frozenset({"COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"})


def write_amount(money: Money) -> Document:
    """Write an amount as PayPal does.

    Raises ValueError when it has a fraction that PayPal does not take.
    """
    digits = 0 if money.currency in _WHOLE else DIGITS[money.currency]
    units, rest = divmod(money.amount, 10 ** (DIGITS[money.currency] - digits))
    if rest:
        raise ValueError("PayPal takes no fractions of this currency")
    whole, part = divmod(units, 10**digits)
    return {"currency_code": money.currency, "value": f"{whole}.{part:0{digits}}" if digits else str(whole)}


def read_amount(amount: Document) -> Money:
    """Read an amount that PayPal wrote, which may be written with fewer digits than ours, or more that are 0."""
    digits = DIGITS[amount["currency_code"]]
    whole, _, part = amount["value"].partition(".")
    if part[digits:].strip("0"):
        raise ValueError("an amount has fractions of the smallest unit")
    return Money(amount=int(whole + part[:digits].ljust(digits, "0")), currency=amount["currency_code"])


def result_of(payment: Attempt, order: Document) -> ChargeResult:
    """Say what became of a payment, by its order as PayPal shows it.

    Raises OutcomeUnknown while PayPal itself has not decided.
    """
    (unit,) = order["purchase_units"]
    payments = unit.get("payments", {})
    if captures := payments.get("captures"):
        return captured(captures[-1], order["id"])
    if authorizations := payments.get("authorizations"):
        return _authorized(authorizations[-1], order["id"])
    if unit.get("custom_id") == GIVEN_UP or order["status"] == "VOIDED":
        return ChargeResult(Outcome.VOIDED, order["id"])
    return ChargeResult(Outcome.REQUIRES_ACTION, order["id"], next_action=_action(order) or payment.next_action)


def captured(capture: Document, order_id: str | None) -> ChargeResult:
    """Say what became of a capture. Raises OutcomeUnknown while it is under review."""
    if capture["status"] in _CAPTURED:
        fee = capture.get("seller_receivable_breakdown", {}).get("paypal_fee")
        return ChargeResult(
            Outcome.CAPTURED, order_id, amount=read_amount(capture["amount"]), fee=read_amount(fee) if fee else None
        )
    if capture["status"] == "PENDING":
        raise OutcomeUnknown(f"PayPal has not decided: {capture.get('status_details', {}).get('reason')}")
    if capture.get("processor_response", {}).get("response_code") in _LACKS:
        return ChargeResult(Outcome.DECLINED_FOR_NOW, order_id, "insufficient_funds")
    return ChargeResult(Outcome.DECLINED, order_id, "declined")


def last_of(order: Document, kind: str) -> Document | None:
    """Give the latest of an order's ``authorizations`` or ``captures``."""
    found = order["purchase_units"][0].get("payments", {}).get(kind)
    return found[-1] if found else None


def _authorized(authorization: Document, order_id: str) -> ChargeResult:
    match authorization["status"]:
        case "CREATED":
            return ChargeResult(Outcome.AUTHORIZED, order_id, amount=read_amount(authorization["amount"]))
        case "VOIDED":
            return ChargeResult(Outcome.VOIDED, order_id)
        case "DENIED":
            return ChargeResult(Outcome.DECLINED, order_id, "declined")
        case status:
            raise OutcomeUnknown(f"the authorisation is {status}")


def _action(order: Document) -> NextAction | None:
    for link in order["links"]:
        if link["rel"] in ("payer-action", "approve"):
            return NextAction(type="redirect", value=link["href"])
    return None
