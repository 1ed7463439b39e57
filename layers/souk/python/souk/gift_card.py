"""The codes of gift cards: whoever holds one may spend what is on it, and what is kept of it does not give it away."""

import secrets
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field, Secret, StringConstraints

from souk.token import fingerprint

# Crockford's base 32, which has no I, L, O or U; 20 of it are 100 bits.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHARACTERS = 20
_GROUP = 4
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
HINT = 4
"""So many characters of its end are kept, to tell cards apart."""

type GiftCardCode = Annotated[
    Secret[Annotated[str, StringConstraints(min_length=1, max_length=60)]],
    Field(description="The code of a gift card, with or without its dashes"),
]

type GiftCardCodes = Annotated[
    list[GiftCardCode], Field(max_length=5, description="The codes of gift cards to pay with, spent in this order")
]


def new_code() -> str:
    """Make the code of a gift card, such as 7K3M-9Q2X-4T6H-0ABC-DEFG."""
    characters = "".join(secrets.choice(_ALPHABET) for _ in range(_CHARACTERS))
    return "-".join(characters[place : place + _GROUP] for place in range(0, _CHARACTERS, _GROUP))


def kept(code: str) -> bytes:
    """Give what is kept of a code, however it was typed: in small letters, without dashes, with an O for a nought."""
    return fingerprint(code.upper().translate(_READ_AS))


def kept_of(codes: Iterable[GiftCardCode]) -> list[bytes]:
    """Give what is kept of codes that a request names."""
    return [kept(code.get_secret_value()) for code in codes]
