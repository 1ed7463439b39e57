"""Mail addresses: the same for an account and for a guest who orders."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from souk.faults import Fault

_NO_EMAIL = Fault("unfit_email", "must be an e-mail address")

# What browsers accept, with a dot in the domain: https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address
_EMAIL = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+"
)


def normalise_email(written: str) -> str:
    """Give the one spelling under which an address is known.

    Raises ValueError when it is not an e-mail address.
    """
    email = written.strip().lower()
    if not _EMAIL.fullmatch(email):
        raise _NO_EMAIL.error()
    return email


Email = Annotated[str, Field(max_length=254), AfterValidator(normalise_email)]
