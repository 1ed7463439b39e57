"""The words: one folder per message in ``templates/``, with a subject and a body in both forms, or a short message."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from functions.notifications.domain.mail import Letter
from souk import Money
from souk.currency import DIGITS

_FOLDER = Path(__file__).parent.parent / "templates"

_SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥"}


def letter(template: str, **words: Any) -> Letter:
    """Write a mail. What people entered is escaped in its HTML, and stays on one line in its subject."""
    return Letter(
        subject=" ".join(_render(template, "subject.txt", words).split()),
        text=_render(template, "body.txt", words),
        html=_render(template, "body.html", words),
    )


def short_message(template: str, **words: Any) -> str:
    """Write a text for a phone."""
    return " ".join(_render(template, "sms.txt", words).split())


def format_money(money: Money) -> str:
    """Write an amount as people read it: £1,234.50, ¥500, CHF 12.00."""
    decimals = DIGITS[money.currency]
    whole, part = divmod(abs(money.amount), 10**decimals)
    sign = "-" if money.amount < 0 else ""
    symbol = _SYMBOLS.get(money.currency, f"{money.currency}\N{NO-BREAK SPACE}")
    return f"{sign}{symbol}{whole:,}" + (f".{part:0{decimals}}" if decimals else "")


def _render(template: str, part: str, words: dict[str, Any]) -> str:
    return _environment().get_template(f"{template}/{part}").render(words)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["money"] = format_money
    return environment
