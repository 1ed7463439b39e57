"""What everybody may look up before ordering: countries, currencies, rates of tax, and how parcels travel."""

from dataclasses import asdict
from typing import Annotated

from pydantic import Field

from functions.orders.domain import tax
from functions.orders.domain.shipping import NAMES, DaysView, ShippingOption, days_to, price_of
from souk import Money, Request, View, gazetteer
from souk.country import (
    CODES,
    DELIVERED_TO,
    Country,
    Destination,
    PostalCodes,
    postal_code_pattern,
    postal_codes,
    requires_region,
)
from souk.currency import DEFAULT, DIGITS, SOLD_IN, Currency
from souk.gazetteer import AddressField, Region
from souk.price_reading import PriceReading
from souk.tax_class import TaxClass


class ListShippingOptions(Request):
    """Where a parcel goes, and the currency it is bought in."""

    country: Annotated[Destination, Field(description="Where to")]
    currency: Annotated[Currency, Field(description="In which currency")] = DEFAULT


class ShippingOptionView(View):
    """How the parcel of a shop that keeps no options of its own may travel."""

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
    prices_include_tax: bool


class CurrenciesView(View):
    """Every currency that is sold in, by its code."""

    items: list[CurrencyView]


class TaxRateView(View):
    """How a class of goods is taxed in a territory, who says so, and as of which day."""

    territory: Annotated[
        str, Field(description="A country's ISO 3166-1 code, or AT-JUNGHOLZ, PT-20, PT-30, or XI for Northern Ireland")
    ]
    tax_class: TaxClass
    rate: Annotated[int, Field(description="Basis points")]
    source: str
    as_of: str


class TaxRatesView(View):
    """The rate of each class wherever tax is collected; elsewhere there is none."""

    items: list[TaxRateView]


def list_countries() -> CountriesView:
    """Give all countries, by their codes."""
    return CountriesView(items=[_country(code) for code in sorted(CODES)])


def list_currencies(prices: PriceReading) -> CurrenciesView:
    """Give the currencies that are sold in."""
    return CurrenciesView(
        items=[
            CurrencyView(code=code, digits=DIGITS[code], prices_include_tax=prices.include_tax(code))
            for code in SOLD_IN
        ]
    )


def list_tax_rates() -> TaxRatesView:
    """Give the rate of each class in each territory where tax is collected, with its source."""
    return TaxRatesView(items=[TaxRateView(**asdict(rate)) for rate in tax.rates()])


def list_shipping_options(query: ListShippingOptions) -> ShippingOptionsView:
    """Give every way that a shop's parcel travels to a country, the cheapest first."""
    return ShippingOptionsView(
        items=[
            ShippingOptionView(
                option=option,
                name=NAMES[option],
                price=price_of(option, query.currency),
                days=days_to(option, query.country),
            )
            for option in ShippingOption
        ]
    )


def _country(code: str) -> CountryView:
    return CountryView(
        code=code,
        name=gazetteer.NAMES[code],
        delivered_to=code in DELIVERED_TO,
        postal_code=postal_codes(code),
        postal_code_pattern=postal_code_pattern(code),
        region=gazetteer.region(code),
        region_required=requires_region(code),
        address_lines=gazetteer.address_lines(code),
    )
