"""The words: one folder per language in ``templates/``, in it one per message, in it one file per part.

What is the same in every language stands beside the folders, and has its words from ``words.txt``.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from functions.notifications.domain import brand
from souk.customs import Customs
from souk.locale import DEFAULT
from souk.text import on_one_line

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).parent.parent / "templates"


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


@cache
def _environment(folder: Path, language: str) -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
    from markupsafe import Markup

    def finalize(value: object) -> object:
        # What is Markup already was written by a template: a block, or an escaped word.
        return on_one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    environment = Environment(
        loader=FileSystemLoader([folder / language, folder / DEFAULT, folder]),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    customs = Customs(language)
    environment.globals |= {
        "brand": brand.NAMES.get(language, brand.NAME),
        "mark": brand.NAME,
        "colour": brand.COLOURS,
        "language": language,
        "direction": customs.direction,
        "start": "left" if customs.direction == "ltr" else "right",
        "end": "right" if customs.direction == "ltr" else "left",
    }
    environment.filters |= {name: getattr(customs, name) for name in ("money", "percent", "count", "days", "country")}
    return environment
