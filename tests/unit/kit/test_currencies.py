"""Currencies are ISO 4217's, and what may be priced is what is sold in."""

import iso4217
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from souk.currency import DIGITS, SOLD_IN, Currency, major
from souk.money import MOST, Money, Price


def test_every_currency_in_circulation_has_its_digits() -> None:
    published = {one.code: one.exponent for one in iso4217.Currency if one.exponent is not None}

    assert published == DIGITS


@pytest.mark.parametrize("code", SOLD_IN)
def test_a_currency_that_is_sold_in_is_accepted(code: str) -> None:
    assert TypeAdapter[str](Currency).validate_python(code) == code


@pytest.mark.parametrize("code", ["KWD", "INR", "ZZZ", "XXX", "XAU", "gbp", ""])
def test_any_other_code_is_refused_naming_those_that_are(code: str) -> None:
    with pytest.raises(ValidationError, match="GBP"):
        TypeAdapter[str](Currency).validate_python(code)


def test_a_price_ends_where_an_order_ends_and_a_sum_holds_the_largest_cart() -> None:
    with pytest.raises(ValidationError):
        Price(amount=MOST + 1, currency="GBP")

    largest_cart = Price(amount=MOST, currency="GBP") * 999 * 200

    assert largest_cart.amount < 2**63
    assert Money.model_validate(largest_cart.model_dump()) == largest_cart


@given(st.integers(-MOST, MOST), st.sampled_from(sorted(DIGITS)))
def test_major_units_read_back_give_the_same_amount(amount: int, code: str) -> None:
    written = major(amount, code)

    whole, _, fraction = written.partition(".")
    assert len(fraction) == DIGITS[code]
    assert int(whole + fraction) == amount
