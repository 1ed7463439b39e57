"""The words: one folder per language in ``templates/``, in it one per message, in it one file per part."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from functions.notifications.domain import brand
from souk import Money
from souk.currency import DIGITS
from souk.locale import DEFAULT
from souk.text import on_one_line

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).parent.parent / "templates"

_FROM_THE_RIGHT = {"ar", "fa", "he", "ur"}
_SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥"}


def offers(template: str, part: str) -> bool:
    """Say whether a message has this part."""
    return (FOLDER / DEFAULT / template / part).is_file()


def render(template: str, part: str, locale: str, words: Mapping[str, Any]) -> str:
    """Write one part of a message in the person's language, or in English when the message has no words in it.

    A word stays on the line it is written into, whatever is in it, and is escaped in HTML.
    """
    language = next(
        language
        for language in (locale, locale.partition("-")[0], DEFAULT)
        if language == DEFAULT or (FOLDER / language / template).is_dir()
    )
    return _environment(FOLDER, language).get_template(f"{template}/{part}").render(words)


def format_money(money: Mapping[str, Any] | Money) -> str:
    """Write an amount as people read it: £1,234.50, ¥500, CHF 12.00."""
    of = Money.model_validate(money)
    decimals = DIGITS[of.currency]
    whole, part = divmod(abs(of.amount), 10**decimals)
    sign = "-" if of.amount < 0 else ""
    symbol = _SYMBOLS.get(of.currency, f"{of.currency}\N{NO-BREAK SPACE}")
    return f"{sign}{symbol}{whole:,}" + (f".{part:0{decimals}}" if decimals else "")


@cache
def _environment(folder: Path, language: str) -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
    from markupsafe import Markup

    def finalize(value: object) -> object:
        # What is Markup already was written by a template: a block, or an escaped word.
        return on_one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    environment = Environment(
        loader=FileSystemLoader([folder / language, folder / DEFAULT]),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "brand": brand.NAME,
        "colour": brand.COLOURS,
        "language": language,
        "direction": "rtl" if language.partition("-")[0] in _FROM_THE_RIGHT else "ltr",
    }
    environment.filters |= {"money": format_money, "percent": lambda rate: f"{rate / 100:g}%"}
    return environment
