"""How goods are taxed: the catalogue says it of what is sold, orders find the rate of the place for it."""

from enum import StrEnum


class TaxClass(StrEnum):
    """How goods are taxed where they go: by the standard rate, a reduced one, or not at all.

    Source: Council Directive 2006/112/EC, articles 97 and 98: a standard rate, at most two reduced rates of 5 % or
    more, a lower one, and none. Where a place has no such rate the next higher one holds; `zero` holds everywhere.
    """

    STANDARD = "standard"
    REDUCED = "reduced"
    LOWER_REDUCED = "lower_reduced"
    SUPER_REDUCED = "super_reduced"
    ZERO = "zero"
