"""A category's name, and how it stands in an address."""

import unicodedata
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from souk.faults import Fault
from souk.slug import LONGEST, slug
from souk.text import OneLine

_NO_SLUG = Fault("unfit_slug", "needs letters or digits of any script in lower case, words joined by one hyphen")

CATEGORY = OneLine(100)
MOST_LEVELS = 4
LONGEST_PATH = MOST_LEVELS * (LONGEST + 1) - 1

_END = 8


def slug_of_its_own(name: str, category_id: UUID) -> str:
    """Write a name for an address that no other category has, with the end of the id."""
    end = category_id.hex[-_END:]
    return "-".join(filter(None, (slug(name)[: LONGEST - _END - 1].rstrip("-"), end)))


def _given(text: str) -> str:
    made = slug(text)
    if made != unicodedata.normalize("NFC", text):
        raise _NO_SLUG.error()
    return made


Slug = Annotated[str, Field(min_length=1, max_length=LONGEST), AfterValidator(_given)]
"""A slug that somebody gives: one that is its own."""
