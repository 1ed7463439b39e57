"""What is not words is written in messages as pages write it, by the customs of each language."""

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from py_mini_racer import MiniRacer

from local.places import WEB
from souk.country import CODES
from souk.currency import DIGITS, SOLD_IN
from souk.customs import REGIONAL, Customs
from souk.language import LANGUAGES
from souk.money import Money

AMOUNTS = (0, 5, 1999, 123456, -1999)
_MARKS = str.maketrans("", "", "\u200f\u061c")


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_write_amounts_shares_and_counts_as_pages_do(language: str) -> None:
    customs = Customs(language)
    region = REGIONAL[language]
    display = "code" if language == "ar" else "symbol"
    with MiniRacer() as browser:
        for currency in SOLD_IN:
            for amount in AMOUNTS:
                options = json.dumps({"style": "currency", "currency": currency, "currencyDisplay": display})
                major = f"{amount} / {10 ** DIGITS[currency]}"
                page = browser.eval(f"new Intl.NumberFormat('{region}', {options}).format({major})")
                assert customs.money(Money(amount=amount, currency=currency)) == str(page).translate(_MARKS)
        for rate in (2000, 1950, 0):
            options = "{style: 'percent', maximumFractionDigits: 2}"
            page = browser.eval(f"new Intl.NumberFormat('{region}', {options}).format({rate} / 10000)")
            assert customs.percent(rate) == str(page).translate(_MARKS)
        page = browser.eval(f"new Intl.NumberFormat('{region}').format(12345)")
        assert customs.count(12345) == page
        for day in (date(2026, 1, 5), date(2026, 11, 27)):
            options = "{dateStyle: 'long', timeZone: 'UTC'}"
            page = browser.eval(f"new Intl.DateTimeFormat('{region}', {options}).format(new Date('{day}'))")
            assert customs.date(day) == str(page).translate(_MARKS)


def test_a_language_has_the_digits_that_pages_give_it() -> None:
    written = (WEB / "format/money.ts").read_text()
    (regions,) = re.findall(r"regional = .*?\(\{(.*?)\}\)", written)

    assert dict(re.findall(r'(\w+): "([\w-]+)"', regions)) == REGIONAL
    assert set(REGIONAL) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("language", "days", "country"),
    [("en", "30 days", "Germany"), ("de", "30 Tage", "Deutschland"), ("ar", "٣٠ يومًا", "ألمانيا")],
)
def test_spans_and_countries_are_named_in_the_language(language: str, days: str, country: str) -> None:
    customs = Customs(language)

    assert (customs.days(30), customs.country("DE")) == (days, country)
    assert [code for code in CODES if customs.country(code) == code] == []


@given(st.integers(-(10**12), 10**12), st.sampled_from(["GBP", "JPY", "PLN"]), st.sampled_from(LANGUAGES))
def test_written_money_loses_no_digit(amount: int, currency: str, language: str) -> None:
    words = Customs(language).money(Money(amount=amount, currency=currency))

    digits = "".join(character for character in words if character.isdigit())
    assert int(digits) == abs(amount)
    assert words.startswith("-") == (amount < 0)
