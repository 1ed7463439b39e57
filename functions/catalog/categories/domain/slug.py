"""A category's name as it stands in an address."""

import re
import unicodedata

from souk.text import OneLine

CATEGORY = OneLine(100)


def slug(name: str) -> str:
    """Write a category's name for an address: ``Küche & Bad`` becomes ``kuche-bad``; empty when nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))
