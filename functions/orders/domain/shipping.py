"""How orders travel: what the delivery of one shop's parcel costs, VAT included, and how long it takes."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Discriminator, Field, Tag

from functions.orders.domain.tax import STANDARD_RATES
from souk import Money, View
from souk.country import tax_territory
from souk.errors import Invalid
from souk.faults import Fault

_NO_OPTION = Fault("shipping_option_missing", "say how its parcel travels")
_SENDS_NOTHING = Fault("sends_nothing", "sends nothing of this order")


class ShippingOption(StrEnum):
    """How fast a parcel travels."""

    STANDARD = "standard"
    EXPRESS = "express"


type ShippingChoice = Annotated[
    Annotated[ShippingOption, Tag("|all")] | Annotated[dict[UUID, ShippingOption], Field(max_length=200), Tag("|each")],
    Discriminator(lambda chosen: "|each" if isinstance(chosen, dict) else "|all"),
    Field(description="One option for all shops, or one for each by the shop's id", examples=["standard"]),
]


class DaysView(View):
    """How many working days a parcel takes, at least and at most."""

    least: int
    most: int


NAMES = {ShippingOption.STANDARD: "Standard delivery", ShippingOption.EXPRESS: "Express delivery"}

PRICES: dict[ShippingOption, dict[str, int]] = {
    ShippingOption.STANDARD: {
        "AUD": 895, "CAD": 895, "CHF": 690, "DKK": 3900, "EUR": 490, "GBP": 399, "JPY": 600, "NOK": 5900,
        "PLN": 1490, "SEK": 4900, "USD": 599,
    },
    ShippingOption.EXPRESS: {
        "AUD": 1695, "CAD": 1695, "CHF": 1490, "DKK": 8900, "EUR": 990, "GBP": 899, "JPY": 1200, "NOK": 12900,
        "PLN": 2990, "SEK": 9900, "USD": 1299,
    },
}  # fmt: skip

_IN_EUROPE = {ShippingOption.STANDARD: DaysView(least=2, most=5), ShippingOption.EXPRESS: DaysView(least=1, most=2)}
_ELSEWHERE = {ShippingOption.STANDARD: DaysView(least=5, most=15), ShippingOption.EXPRESS: DaysView(least=2, most=5)}


def price_of(option: ShippingOption, currency: str) -> Money:
    """Give the price of delivery in a currency that is sold in."""
    return Money(amount=PRICES[option][currency], currency=currency)


def days_to(option: ShippingOption, country: str) -> DaysView:
    """Give how long a parcel takes to a country."""
    return (_IN_EUROPE if tax_territory(country, None) in STANDARD_RATES else _ELSEWHERE)[option]


def of_each(chosen: ShippingChoice, shops: Collection[UUID]) -> Mapping[UUID, ShippingOption]:
    """Give the option of each shop that sends something.

    Raises Invalid when one has none, or when another shop has one.
    """
    if isinstance(chosen, ShippingOption):
        return dict.fromkeys(shops, chosen)
    wrong = dict.fromkeys((shop for shop in shops if shop not in chosen), _NO_OPTION)
    wrong |= dict.fromkeys((shop for shop in chosen if shop not in shops), _SENDS_NOTHING)
    if wrong:
        raise Invalid(*(fault.at(f"shipping_option.{shop}") for shop, fault in wrong.items()))
    return chosen
