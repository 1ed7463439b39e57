"""What pages say, in any of their languages."""

import re
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

_CATALOGUES = Path(__file__).parents[3] / "web" / "locales"
_PLACE = re.compile(r"\\\{\w+\\\}")


class Words:
    """The texts of one language, found by what the sources say in English."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, english: str) -> str:
        """Give a text that has no places to be filled in."""
        return _texts(self.language)[english]

    def like(self, english: str) -> re.Pattern[str]:
        """Give what matches a text, whatever fills its places in."""
        return re.compile(f"^{_PLACE.sub('.+', re.escape(self(english)))}$")


@cache
def _texts(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in sorted(_CATALOGUES.rglob(f"{language}.po")):
        with file.open("rb") as opened:
            found |= {str(one.id): str(one.string) for one in read_po(opened, locale=language) if one.id}
    return found
