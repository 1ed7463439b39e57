"""A category's name, and how it stands in an address."""

import re
import unicodedata
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from souk.text import OneLine

CATEGORY = OneLine(100)
LONGEST = 100
MOST_LEVELS = 4
LONGEST_PATH = MOST_LEVELS * (LONGEST + 1) - 1

_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_END = 8


def slug(name: str) -> str:
    """Write a name for an address: ``Küche & Bad`` becomes ``küche-bad``; empty when nothing is left of it.

    Kept are letters, digits and the marks on them of any script, in NFKC and lower case, at most 100 characters of
    them; joiners, variation selectors and fillers are left out, and everything else parts words.
    """
    seen = _UNSEEN.sub("", unicodedata.normalize("NFKC", name))
    lower = unicodedata.normalize("NFKC", seen.lower())
    words = "".join(one if _is_kept(one) else " " for one in lower).split()
    return "-".join(words)[:LONGEST].rstrip("-")


def slug_of_its_own(name: str, category_id: UUID) -> str:
    """Write a name for an address that no other category has, with the end of the id."""
    end = category_id.hex[-_END:]
    return "-".join(filter(None, (slug(name)[: LONGEST - _END - 1].rstrip("-"), end)))


def _is_kept(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind[0] in "LN" or kind in {"Mn", "Mc"}


def _given(text: str) -> str:
    made = slug(text)
    if made != unicodedata.normalize("NFC", text):
        raise ValueError("needs letters or digits of any script in lower case, words joined by one hyphen")
    return made


Slug = Annotated[str, Field(min_length=1, max_length=LONGEST), AfterValidator(_given)]
"""A slug that somebody gives: one that is its own."""
