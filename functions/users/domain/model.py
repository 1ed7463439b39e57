"""People and where they live."""

import re
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, StringConstraints

from souk import Request, View
from souk.errors import Conflict

MOST_ADDRESSES = 50
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")


def _international(phone: str) -> str:
    if not _PHONE.fullmatch(phone):
        raise ValueError("must be an international number such as +442079460000")
    return phone


Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")
]
PostalCode = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20, pattern=r"^[0-9A-Za-z -]*$")
]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Locale = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
Phone = Annotated[str, AfterValidator(_international)]


class UpdateProfile(Request):
    """What a user may change about themselves; what is left out is emptied, the locale goes back to English."""

    first_name: Line
    last_name: Line
    phone: Phone | None = None
    locale: Locale = "en"


class ProfileView(View):
    """A user as they see themselves."""

    id: UUID
    email: str
    first_name: str
    last_name: str
    phone: str | None
    locale: str
    created_at: datetime
    updated_at: datetime


class SaveAddress(Request):
    """A place to send parcels or bills to; country is ISO 3166-1 alpha-2."""

    name: Line
    line1: Line
    line2: Line | None = None
    city: Line
    region: Line | None = None
    postal_code: PostalCode
    country: Country
    phone: Phone | None = None
    default_shipping: bool = False
    default_billing: bool = False


class AddressView(View):
    """A kept address."""

    id: UUID
    name: str
    line1: str
    line2: str | None
    city: str
    region: str | None
    postal_code: str
    country: str
    phone: str | None
    default_shipping: bool
    default_billing: bool
    created_at: datetime
    updated_at: datetime


class TooManyAddresses(Conflict):
    """The address book is full."""

    code = "too_many_addresses"
