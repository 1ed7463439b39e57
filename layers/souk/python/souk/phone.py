"""Telephone numbers, as ITU-T E.164 has them: a plus and at most 15 digits."""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from souk.faults import Fault

_NO_PHONE = Fault("unfit_phone", "must be an international number such as +442079460000")

_WRITTEN = re.compile(r"(?:\+|00)([0-9 ()./-]+)")
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_TRUNK = re.compile(r"\(0\)")
_MOST = 40


def international(written: str) -> str:
    """Give the one spelling of a number: ``+44 (0)20 7946-0958`` is ``+442079460958``.

    Raises ValueError when it is not written with its country's calling code.
    """
    plain = unicodedata.normalize("NFKC", written).strip()
    match = _WRITTEN.fullmatch(plain) if len(plain) <= _MOST else None
    number = "+" + re.sub(r"[^0-9]", "", _TRUNK.sub("", match[1])) if match else ""
    if not _NUMBER.fullmatch(number):
        raise _NO_PHONE.error()
    return number


type Phone = Annotated[
    str,
    AfterValidator(international),
    WithJsonSchema(
        {
            "type": "string",
            "description": "A telephone number with its country's calling code; kept as E.164 has it",
            "maxLength": _MOST,
            "examples": ["+442079460000"],
        }
    ),
]
