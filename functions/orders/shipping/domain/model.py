"""What sellers say and see of how they send their parcels."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator

from functions.orders.domain.shipping import DaysView
from souk import Request, View
from souk.country import Country, Destination
from souk.currency import Currency
from souk.errors import Conflict
from souk.faults import Fault
from souk.message import Versioned
from souk.money import MinorUnits
from souk.text import OneLine

_ENDS_BEFORE = Fault("range_ends_early", "must not be below where it begins")
_COUNTRY_TWICE = Fault("country_twice", "a country stands in one zone, and once: {country}")
_ELSEWHERE_TWICE = Fault("elsewhere_twice", "one zone is everywhere else")

MOST_OPTIONS = 20
MOST_ZONES = 20
MOST_RATES = 20
MOST_DAYS = 365
# Two thousand of a variant that weighs a tonne.
MOST_WEIGHT = 2 * 10**9

Days = Annotated[int, Field(ge=0, le=MOST_DAYS)]
Grams = Annotated[int, Field(ge=0, le=MOST_WEIGHT, description="Grams")]


class ShippingDays(Request):
    """How many working days a parcel takes, at least and at most."""

    least: Days
    most: Days

    @field_validator("most")
    @classmethod
    def _is_not_below(cls, most: int, info: ValidationInfo) -> int:
        return _ordered(info, "least", most)


class ShippingRate(Request):
    """What a parcel costs whose weight and whose goods' price are in a range; without an end it has none.

    Amounts are minor units of the option's currency, as prices are read.
    """

    least_weight: Grams = 0
    most_weight: Grams | None = None
    least_amount: MinorUnits = 0
    most_amount: MinorUnits | None = None
    price: MinorUnits

    @field_validator("most_weight")
    @classmethod
    def _ends_after_its_weight(cls, most: int | None, info: ValidationInfo) -> int | None:
        return None if most is None else _ordered(info, "least_weight", most)

    @field_validator("most_amount")
    @classmethod
    def _ends_after_its_amount(cls, most: int | None, info: ValidationInfo) -> int | None:
        return None if most is None else _ordered(info, "least_amount", most)


class ShippingZone(Request):
    """Countries with their rates, of which the first that holds applies; null is everywhere else.

    No parcel is sent where no rate holds.
    """

    countries: Annotated[list[Destination], Field(min_length=1, max_length=250)] | None
    rates: Annotated[list[ShippingRate], Field(min_length=1, max_length=MOST_RATES)]


class AddShippingOption(Request):
    """A way in which a shop sends its parcels, for carts in a currency; one that is not active is not offered."""

    name: Annotated[str, OneLine(100)]
    currency: Currency
    days: ShippingDays
    active: bool = True
    zones: Annotated[list[ShippingZone], Field(min_length=1, max_length=MOST_ZONES)]

    @field_validator("zones")
    @classmethod
    def _part_the_world(cls, zones: list[ShippingZone]) -> list[ShippingZone]:
        if sum(zone.countries is None for zone in zones) > 1:
            raise _ELSEWHERE_TWICE.error()
        seen = set[str]()
        for country in (country for zone in zones for country in zone.countries or ()):
            if country in seen:
                raise _COUNTRY_TWICE.error(country=country)
            seen.add(country)
        return zones


class ChangeShippingOption(AddShippingOption, Versioned):
    """A way in which a shop sends its parcels, as it shall be."""


class ShippingRateView(View):
    """What a parcel costs whose weight in grams and whose goods' price are in a range, in minor units."""

    least_weight: int
    most_weight: int | None
    least_amount: int
    most_amount: int | None
    price: int


class ShippingZoneView(View):
    """Countries with their rates, of which the first that holds applies; null is everywhere else."""

    countries: list[Country] | None
    rates: list[ShippingRateView]


class OwnShippingOption(View):
    """A way in which a shop sends its parcels, for carts in a currency."""

    id: UUID
    name: str
    currency: Currency
    days: DaysView
    active: bool
    zones: list[ShippingZoneView]
    version: int


class ShippingOptionNameTaken(Conflict, code="shipping_option_name_taken"):
    """The shop has a way of sending of this name in this currency."""


class TooManyShippingOptions(Conflict, code="too_many_shipping_options"):
    """A shop keeps at most twenty ways of sending."""


def _ordered(info: ValidationInfo, least: str, most: int) -> int:
    if most < info.data.get(least, most):
        raise _ENDS_BEFORE.error()
    return most
