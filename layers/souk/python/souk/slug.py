"""Names as they stand in addresses of pages."""

import re
import unicodedata

LONGEST = 100
NAMELESS = "-"

_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def slug(name: str) -> str:
    """Write a name for an address: ``Küche & Bad`` becomes ``küche-bad``; empty when nothing is left of it.

    Kept are letters, digits and the marks on them of any script, in NFKC and lower case, at most 100 characters of
    them; joiners, variation selectors and fillers are left out, and everything else parts words.
    """
    seen = _UNSEEN.sub("", unicodedata.normalize("NFKC", name))
    lower = unicodedata.normalize("NFKC", seen.lower())
    words = "".join(one if _is_kept(one) else " " for one in lower).split()
    return "-".join(words)[:LONGEST].rstrip("-")


def beside_an_id(name: str) -> str:
    """Write a name for an address in which the id decides; a hyphen when nothing is left of it."""
    return slug(name) or NAMELESS


def _is_kept(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind[0] in "LN" or kind in {"Mn", "Mc"}
