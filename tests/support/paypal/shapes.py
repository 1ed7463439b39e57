"""The shapes that PayPal's resources share: errors, amounts, links, times and ids."""

import random
import string
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

type Document = dict[str, Any]
type Answer = tuple[int, Document | None]
type Routes = list[tuple[str, str, Callable[..., Answer]]]
"""Method, pattern of the path, and what answers."""

WITHOUT_DECIMALS = frozenset({"HUF", "JPY", "TWD"})
_CODES = "AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB TWD USD"
CURRENCIES = frozenset(_CODES.split())

_NAMES = {
    400: ("INVALID_REQUEST", "Request is not well-formed, syntactically incorrect, or violates schema."),
    401: (
        "AUTHENTICATION_FAILURE",
        "Authentication failed due to missing authorization header, or invalid authentication credentials.",
    ),
    404: ("RESOURCE_NOT_FOUND", "The specified resource does not exist."),
    422: (
        "UNPROCESSABLE_ENTITY",
        "The requested action could not be performed, semantically incorrect, or failed business validation.",
    ),
    429: ("RATE_LIMIT_REACHED", "Too many requests. Blocked due to rate limiting."),
    500: ("INTERNAL_SERVER_ERROR", "An internal server error occurred."),
    503: ("SERVICE_UNAVAILABLE", "Service Unavailable."),
}
_APPROVE = (
    "Payer has not yet approved the Order for payment. Please redirect the payer to the 'rel':'approve' url returned "
    "as part of the HATEOAS links within the Create Order call"
)
_ISSUES = {
    "ACTION_DOES_NOT_MATCH_INTENT": (
        "Order was created with an intent to 'CAPTURE'. Please use v2/checkout/orders/order_id/capture to complete the "
        "transaction or alternately Create an order with an intent of 'AUTHORIZE'."
    ),
    "AUTHORIZATION_ALREADY_CAPTURED": "Authorization has previously been captured.",
    "AUTHORIZATION_VOIDED": "A voided authorization cannot be captured or reauthorized. ",
    "AUTH_CAPTURE_CURRENCY_MISMATCH": "Currency of capture must be the same as currency of authorization.",
    "CANNOT_BE_ZERO_OR_NEGATIVE": (
        "Must be greater than zero. If the currency supports decimals, only two decimal place precision is supported."
    ),
    "CAPTURE_FULLY_REFUNDED": "The capture has already been fully refunded",
    "DECIMAL_PRECISION": "If the currency supports decimals, only two decimal place precision is supported.",
    "INSTRUMENT_DECLINED": (
        "The instrument presented  was either declined by the processor or bank, or it can't be used for this payment."
    ),
    "INVALID_ACCOUNT_STATUS": "Account validations failed for the user.",
    "INVALID_CURRENCY_CODE": (
        "Currency code is invalid or is not currently supported. Please refer "
        "https://developer.paypal.com/api/rest/reference/currency-codes/ for list of supported currency codes."
    ),
    "INVALID_RESOURCE_ID": "Specified resource ID does not exist. Please check the resource ID and try again.",
    "MALFORMED_REQUEST_JSON": "The request JSON is not well formed.",
    "MAX_CAPTURE_AMOUNT_EXCEEDED": (
        "Capture amount exceeds allowable limit. Please contact customer service or your account manager to request "
        "the change to your overage limit. The default overage limit is 115%, which allows the sum of all captures to "
        "be up to 115% of the order amount. The ability to over capture is subjected to regulatory approvals."
    ),
    "MISSING_REQUIRED_PARAMETER": "A required parameter is missing.",
    "NOT_PATCHABLE": "Cannot be patched.",
    "ORDER_ALREADY_AUTHORIZED": (
        "Order already authorized.If 'intent=AUTHORIZE' only one authorization per order is allowed."
    ),
    "ORDER_ALREADY_CAPTURED": "Order already captured.If 'intent=CAPTURE' only one capture per order is allowed.",
    "ORDER_ALREADY_COMPLETED": "The order cannot be patched after it is completed.",
    "PAYPAL_REQUEST_ID_REQUIRED": (
        "A PayPal-Request-Id is required if you are trying to process payment for an Order. Please specify a "
        "PayPal-Request-Id or Create the Order without a 'payment_source' specified."
    ),
    "PREVIOUSLY_CAPTURED": "Authorization has been previously captured and hence cannot be voided.",
    "PREVIOUSLY_VOIDED": "Authorization has been previously voided and hence cannot be voided again.",
    "REFUND_AMOUNT_EXCEEDED": (
        "The refund amount must be less than or equal to the capture amount that has not yet been refunded."
    ),
    "REFUND_CAPTURE_CURRENCY_MISMATCH": "Refund must be in the same currency as the capture",
    "TOKEN_ID_NOT_FOUND": "Specified token was not found. Verify the token and try the request again.",
}
# The description of an authorisation says it a little differently.
_ISSUES_OF = {
    ("ORDER_NOT_APPROVED", "authorize"): f"{_APPROVE}.",
    ("ORDER_NOT_APPROVED", "capture"): f"{_APPROVE} or provide a valid `payment_source` in the request.",
}


class Refused(Exception):
    """An answer that says no."""

    def __init__(self, status: int, issue: str | None = None, of: str = "") -> None:
        super().__init__(issue)
        self.status = status
        self.issue = issue
        self.description = _ISSUES_OF.get((issue or "", of)) or _ISSUES.get(issue or "")

    def document(self) -> Document:
        """Give the body of the answer."""
        name, message = _NAMES[self.status]
        body: Document = {"name": name, "message": message, "debug_id": new_id(13).lower()}
        if self.issue:
            body["details"] = [{"issue": self.issue, "description": self.description or self.issue}]
            more = f"https://developer.paypal.com/api/rest/reference/orders/v2/errors/#{self.issue}"
            body["links"] = [{"href": more, "rel": "information_link", "method": "GET"}]
        return body


def new_id(length: int = 17) -> str:
    """Make an id as PayPal's look."""
    return "".join(random.choices(string.ascii_uppercase + string.digits, k=length))


def now() -> str:
    """Write this moment as PayPal does."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def money(amount: int, currency: str) -> Document:
    """Write minor units as an amount."""
    if currency in WITHOUT_DECIMALS:
        return {"currency_code": currency, "value": str(amount)}
    return {"currency_code": currency, "value": f"{amount // 100}.{amount % 100:02}"}


def minor(written: Mapping[str, Any]) -> int:
    """Read an amount as minor units, or refuse it as PayPal does."""
    if written["currency_code"] not in CURRENCIES:
        raise Refused(422, "INVALID_CURRENCY_CODE")
    whole, point, decimals = written["value"].partition(".")
    digits = 0 if written["currency_code"] in WITHOUT_DECIMALS else 2
    if len(decimals) > digits or (point and not digits):
        raise Refused(422, "DECIMAL_PRECISION")
    amount = int(whole + decimals.ljust(digits, "0"))
    if amount <= 0:
        raise Refused(422, "CANNOT_BE_ZERO_OR_NEGATIVE")
    return amount


def link(href: str, rel: str, method: str = "GET") -> Document:
    """Make a link."""
    return {"href": href, "rel": rel, "method": method}


def fee_of(amount: int) -> int:
    """Give what PayPal keeps of a capture: 3.49 per cent, half up."""
    return (amount * 349 + 5000) // 10_000


def breakdown(amount: Document) -> Document:
    """Say what the shop receives of a capture."""
    gross, currency = minor(amount), amount["currency_code"]
    return {
        "gross_amount": amount,
        "paypal_fee": money(fee_of(gross), currency),
        "net_amount": money(gross - fee_of(gross), currency),
    }
