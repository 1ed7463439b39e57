"""Amounts as Stripe counts them: in the currency's smallest unit, but for a few.

Source: https://docs.stripe.com/currencies#zero-decimal, its special cases and its three-decimal currencies.
"""

from souk.currency import DIGITS, SOLD_IN
from souk.money import Money

# Krona and shilling have no smaller unit any more and are still written with one; the ariary's fifths are not.
_DIGITS_AT_STRIPE = {"ISK": 2, "UGX": 2, "MGA": 0}


def write_amount(money: Money) -> int:
    """Give an amount as Stripe takes it.

    Raises ValueError when Stripe cannot take it: a part of an ariary, or the last of three digits, which must be 0.
    """
    to, by = _ratio(money.currency)
    written, left = divmod(money.amount * to, by)
    if left or (DIGITS[money.currency] == 3 and written % 10):
        raise ValueError(f"Stripe does not take {money.amount} of {money.currency}")
    return written


def read_amount(amount: int, currency: str) -> Money | None:
    """Give an amount that Stripe says; None in a currency that Souk does not sell in."""
    code = currency.upper()
    if code not in SOLD_IN:
        return None
    to, by = _ratio(code)
    return Money(amount=amount * by // to, currency=code)


def _ratio(code: str) -> tuple[int, int]:
    """Give how many units of Stripe's are how many of ours."""
    more = _DIGITS_AT_STRIPE.get(code, DIGITS[code]) - DIGITS[code]
    return {2: (100, 1), -2: (1, 100)}.get(more, (1, 1))
