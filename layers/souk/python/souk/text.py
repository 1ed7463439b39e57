"""Text that people read: on one line or on several, in one spelling, with nothing hidden in it.

Source of what is hidden: Unicode general categories Cc, Cf, Zl and Zp. Kept are those format characters that are seen:
joiners inside words of scripts that join, as UAX #31 has it, and inside emoji, the flags of UTS #51, and the marks
that Arabic, Syriac and Kaithi put before numbers.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from souk.faults import Fault

_LENGTH = Fault("text_length", "needs {least} to {most} characters")
_BLANK_TO_THE_EYE = Fault("text_blank", "is blank to the eye")
_HIDES = Fault("text_hides", "may have no line breaks, control or invisible characters; {character} is one")

_SEEN = (
    "[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]"
    "|\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
    "|(?<=[^\\s\u200c\u200d])[\u200c\u200d](?=[\u0300-\u1fff\u2190-\U000dffff])"
    "|(?<=[\u0300-\u1fff\u2190-\U000dffff])[\u200c\u200d](?=[^\\s\u200c\u200d])"
)
# Letters and signs without ink: the fillers of Hangul, the vowels of Khmer nobody writes, the blank of Braille.
_WITHOUT_INK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_BLANK = _WITHOUT_INK | {"\u2800"}
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_BREAK = "\r\n|[\r\u0085\u2028\u2029]"


@dataclass(frozen=True, slots=True)
class OneLine:
    """The constraint of a text on one line: its length after normalising to NFC and cutting off blanks.

    As an annotation, ``Annotated[str, OneLine(200)]``, or called as a function, ``OneLine(200).read(cell)``.
    """

    most: int
    least: int = 1

    def read(self, text: str) -> str:
        """Give the text in its one spelling.

        Raises ValueError when it is too long or short, blank to the eye, or hides something.
        """
        return self._measured(_plain(text.strip()))

    def _measured(self, text: str) -> str:
        if not self.least <= len(text) <= self.most:
            raise _LENGTH.error(least=self.least, most=self.most)
        if text and not (text.isascii() or any(map(_is_visible, text))):
            raise _BLANK_TO_THE_EYE.error()
        return text

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read every value, strings only.

        Raises TypeError when it stands on anything else, such as ``str | None``, whose null it could not read.
        """
        if source is not str:
            raise TypeError(f"{self!r} constrains str, not {source}")
        return core_schema.no_info_after_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Say the lengths."""
        return handler(schema) | ({"minLength": self.least} if self.least else {}) | {"maxLength": self.most}


@dataclass(frozen=True, slots=True)
class Lines(OneLine):
    """The constraint of a text on any number of lines; every kind of line break becomes a line feed, tabs stay."""

    least: int = 0

    def read(self, text: str) -> str:
        """Give the text in its one spelling.

        Raises ValueError when it is too long or short, blank to the eye, or hides something.
        """
        broken = re.sub(_BREAK, "\n", text.strip())
        return self._measured("\n".join("\t".join(map(_plain, line.split("\t"))) for line in broken.split("\n")))


def on_one_line(text: str) -> str:
    """Put a space for each line break and whatever else a text hides, when others have written it."""
    try:
        return _plain(text)
    except ValueError:
        return "".join(" " if _is_hidden(character) else character for character in text)


def _plain(text: str) -> str:
    """Normalise a text that has no line breaks.

    Raises ValueError when it hides something.
    """
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text)
    for character in re.sub(_SEEN, "", text):
        if _is_hidden(character):
            raise _HIDES.error(character=f"U+{ord(character):04X}")
    return text


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN or character in _WITHOUT_INK


def _is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS" and character not in _BLANK
