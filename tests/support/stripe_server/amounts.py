"""Amounts as Stripe counts them, which is not always as ISO 4217 does.

Source: https://docs.stripe.com/currencies#zero-decimal and the special cases and minimums further down.
"""

from collections.abc import Mapping
from typing import Any

from souk.currency import DIGITS
from tests.support.stripe_server import form
from tests.support.stripe_server.refusing import Refused

_SMALLEST = {"aud": 50, "cad": 50, "chf": 50, "dkk": 250, "eur": 50, "gbp": 30}
_SMALLEST |= {"jpy": 50, "nok": 300, "pln": 200, "sek": 300, "usd": 50}
_LARGEST = 99_999_999
_UNKNOWN = {"clf", "iqd", "lyd", "uyi", "uyw"}
_TENS = {"bhd", "jod", "kwd", "omr", "tnd"}
_HUNDREDS = {"isk", "ugx"}
_HUNDREDS_PAID_OUT = {*_HUNDREDS, "huf", "twd"}


def charged_amount(params: Mapping[str, Any]) -> tuple[int, str]:
    """Give the amount and the currency of a charge."""
    amount, currency = _amount(params, _HUNDREDS)
    if amount < _SMALLEST.get(currency, 1):
        raise Refused("The amount is below the minimum.", code="amount_too_small", param="amount")
    if amount > _LARGEST:
        raise Refused("The amount is above the maximum.", code="amount_too_large", param="amount")
    return amount, currency


def sent_amount(params: Mapping[str, Any]) -> tuple[int, str]:
    """Give the amount and the currency of what is transferred."""
    return _amount(params, _HUNDREDS)


def paid_out_amount(params: Mapping[str, Any]) -> tuple[int, str]:
    """Give the amount and the currency of what goes to a bank."""
    return _amount(params, _HUNDREDS_PAID_OUT)


def _amount(params: Mapping[str, Any], in_hundreds: set[str]) -> tuple[int, str]:
    amount, currency = form.integer(params, "amount"), form.needed(params, "currency").lower()
    if currency.upper() not in DIGITS or currency in _UNKNOWN:
        raise Refused(f"Invalid currency: {currency}.", param="currency")
    step = 100 if currency in in_hundreds else 10 if currency in _TENS else 1
    if amount % step:
        code = "invalid_charge_amount_no_decimal_compatible"
        raise Refused(f"Amounts in {currency} must be divisible by {step}.", code=code, param="amount")
    return amount, currency
