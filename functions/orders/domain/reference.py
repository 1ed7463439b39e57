"""What everybody may look up before ordering: countries, currencies, and how parcels travel."""

from typing import Annotated

from pydantic import Field

from functions.orders.domain.shipping import DaysView, ShippingOption
from souk import Money, Request, View
from souk.country import Country, Destination, PostalCodes
from souk.currency import DEFAULT, Currency
from souk.gazetteer import AddressField, Region


class ListShippingOptions(Request):
    """Where a parcel goes, and the currency it is bought in."""

    country: Annotated[Destination, Field(description="Where to")]
    currency: Annotated[Currency, Field(description="In which currency")] = DEFAULT


class ShippingOptionView(View):
    """How the parcel of one shop may travel."""

    option: ShippingOption
    name: str
    price: Money
    days: DaysView


class ShippingOptionsView(View):
    """Every way to travel, the cheapest first."""

    items: list[ShippingOptionView]


class CountryView(View):
    """A country, and what an address there consists of.

    `name` is English; browsers have the others (`Intl.DisplayNames`). `address_lines` are the lines of an address as it
    is written there, each with its fields in order; `region` is what the field of that name is there.
    `postal_code_pattern` is what a postal code matches as a whole when its blanks and hyphens are left out.
    """

    code: Country
    name: str
    delivered_to: bool
    postal_code: PostalCodes
    postal_code_pattern: str | None
    region: Region | None
    region_required: bool
    address_lines: list[list[AddressField]]


class CountriesView(View):
    """Every country, by its code."""

    items: list[CountryView]


class CurrencyView(View):
    """A currency that is sold in: an amount of minor units has so many digits after the point."""

    code: Currency
    digits: int


class CurrenciesView(View):
    """Every currency that is sold in, by its code."""

    items: list[CurrencyView]
