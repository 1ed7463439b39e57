"""Order numbers people can read out."""

from datetime import UTC, datetime
from uuid import UUID

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHARACTERS = 12
_RANDOM_BITS = 25


def number_of(order_id: UUID) -> str:
    """Derive an order's number, such as S-2026-7K3M9Q2X4T6H, from its UUIDv7.

    It is the millisecond of the year and 25 random bits in Crockford's base 32, which has no I, L, O or U; no counter
    is shared, so nobody waits for one, and two orders of one millisecond share a number once in 33 million.
    """
    milliseconds = order_id.int >> 80
    year = datetime.fromtimestamp(milliseconds / 1000, UTC).year
    of_year = milliseconds - int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) * 1000
    value = of_year << _RANDOM_BITS | order_id.int & (1 << _RANDOM_BITS) - 1
    digits = (ALPHABET[value >> 5 * place & 31] for place in reversed(range(_CHARACTERS)))
    return f"S-{year}-{''.join(digits)}"
