"""People and where they live."""

from typing import Literal
from uuid import UUID

from souk import Request, Role, View
from souk.address import Address, PersonName
from souk.errors import Conflict
from souk.locale import DEFAULT, Locale
from souk.phone import Phone
from souk.timestamp import Timestamp

MOST_ADDRESSES = 50


class UpdateProfile(Request):
    """What a user may change about themselves; what is left out is emptied, the locale goes back to English."""

    first_name: PersonName
    last_name: PersonName
    phone: Phone | None = None
    locale: Locale = DEFAULT


class OwnedShop(View):
    """The shop that a user has, or has applied for."""

    id: UUID
    name: str
    slug: str
    status: Literal["applied", "refused", "approved", "suspended"]


class ProfileView(View):
    """A user as they see themselves.

    `role` is today's; a token that says less than it gets the new one when it is refreshed.
    """

    id: UUID
    email: str
    first_name: str
    last_name: str
    phone: str | None
    locale: str
    role: Role
    shop: OwnedShop | None
    created_at: Timestamp
    updated_at: Timestamp


class SaveAddress(Address):
    """A place to send parcels or bills to."""

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
    postal_code: str | None
    country: str
    phone: str | None
    default_shipping: bool
    default_billing: bool
    created_at: Timestamp
    updated_at: Timestamp


class TooManyAddresses(Conflict, code="too_many_addresses"):
    """The address book is full."""
