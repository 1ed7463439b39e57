"""Amounts, shares, counts, dates and countries by the customs of a language, the same as pages write them.

Pages have theirs from ``Intl`` (``web/format/``), messages and documents from Babel; both have CLDR's data. What writes
them asks for the layer of its name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from souk import Money
from souk.currency import DIGITS

if TYPE_CHECKING:
    from babel import Locale

LAYER = "locales"

# A language alone says nothing of its digits.
REGIONAL = {"en": "en-GB", "de": "de-DE", "ar": "ar-EG"}

_LATIN_AND_ARABIC = str.maketrans("0123456789%", "٠١٢٣٤٥٦٧٨٩٪")
_RIGHT_TO_LEFT_MARK = "\N{RIGHT-TO-LEFT MARK}"


@dataclass(frozen=True)
class Customs:
    """How people who read a language write what is not words."""

    language: str

    @property
    def direction(self) -> str:
        """Say which way the language is read: ltr or rtl."""
        return self._locale.text_direction

    def money(self, money: Mapping[str, Any] | Money) -> str:
        """Write an amount: £1,234.50 or 1.234,50 £, and with its code in Arabic."""
        from babel.numbers import format_currency, get_currency_symbol

        of = Money.model_validate(money)
        pattern = self._locale.currency_formats["standard"].pattern
        if self.direction == "rtl":
            # A sign of letters and a symbol is torn apart where text runs from right to left.
            pattern = pattern.replace("¤", "¤¤")
        elif get_currency_symbol(of.currency, self._locale)[-1].isalpha():
            # CLDR's currencySpacing, which Babel leaves out.
            pattern = pattern.replace("¤#", "¤\N{NO-BREAK SPACE}#")
        amount = Decimal(of.amount).scaleb(-DIGITS[of.currency])
        return self._own(format_currency(amount, of.currency, pattern, self._locale, numbering_system="default"))

    def percent(self, rate: int) -> str:
        """Write a share of 10,000: 20% or 19,5 %."""
        from babel.numbers import format_percent

        share = Decimal(rate) / 10_000
        return self._own(
            format_percent(share, locale=self._locale, decimal_quantization=False, numbering_system="default")
        )

    def count(self, number: int) -> str:
        """Write a number of things: 1,200 or 1.200."""
        from babel.numbers import format_decimal

        return self._own(format_decimal(number, locale=self._locale, numbering_system="default"))

    def days(self, number: int) -> str:
        """Write how long something is: 30 days or 30 Tage."""
        from babel.units import format_unit

        return self._own(format_unit(number, "duration-day", locale=self._locale, numbering_system="default"))

    def date(self, day: date) -> str:
        """Write a day, its month as a word: 27 November 2026 or 27. November 2026."""
        from babel.dates import format_date

        return self._own(format_date(day, "long", self._locale))

    def country(self, code: str) -> str:
        """Name a country."""
        return str(self._locale.territories.get(code, code))

    @cached_property
    def _locale(self) -> "Locale":
        from babel import Locale

        return Locale.parse(REGIONAL.get(self.language, self.language), sep="-")

    def _own(self, written: str) -> str:
        """Put the language's own digits, which Babel knows and does not write."""
        written = written.replace(_RIGHT_TO_LEFT_MARK, "")
        return written.translate(_LATIN_AND_ARABIC) if self._locale.default_numbering_system == "arab" else written
