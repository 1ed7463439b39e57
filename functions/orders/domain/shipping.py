"""How orders travel: what the delivery of one shop's parcel costs, as prices are read, and how long it takes.

A shop that keeps options of its own sends by these alone, as far as they are active, priced in the currency of the cart
and have a rate for the parcel. One that keeps none sends by the options of the platform.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Discriminator, Field, Tag, WithJsonSchema

from functions.orders.domain.tax import TERRITORIES
from souk import Money, View
from souk.country import tax_territory
from souk.errors import Invalid
from souk.faults import Fault

_NO_OPTION = Fault("shipping_option_missing", "say how its parcel travels")
_SENDS_NOTHING = Fault("sends_nothing", "sends nothing of this order")
_NOT_SENT = Fault("parcel_not_sent", "does not send this parcel there")
_NOT_SENT_SO = Fault("parcel_not_sent_so", "does not send this parcel there by this option")

_ID = re.compile(r"[0-9a-fA-F-]{32,36}", re.ASCII)


class ShippingOption(StrEnum):
    """How fast a parcel travels; of a shop's own options the cheapest, and the fastest."""

    STANDARD = "standard"
    EXPRESS = "express"


ShippingWay = Annotated[
    Annotated[ShippingOption, Tag("|platform")] | Annotated[UUID, Tag("|own")],
    Discriminator(lambda way: "|own" if isinstance(way, UUID) or _ID.fullmatch(str(way)) else "|platform"),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string", "enum": list(ShippingOption)}, {"type": "string", "format": "uuid"}],
            "description": "`standard`, `express`, or the id of an option of the shop's own",
            "examples": ["standard"],
        }
    ),
]

type ShippingChoice = Annotated[
    Annotated[ShippingOption, Tag("|all")] | Annotated[dict[UUID, ShippingWay], Field(max_length=200), Tag("|each")],
    Discriminator(lambda chosen: "|each" if isinstance(chosen, dict) else "|all"),
    Field(
        description="One option for all shops, or one for each by the shop's id. `standard` is the cheapest of a shop's"
        " own options that sends the parcel there, `express` the fastest; any other is named by its id",
        examples=["standard"],
    ),
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


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one shop sends: where to, how many grams it weighs, and what its goods cost, as prices are read."""

    country: str
    weight: int
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A way for a parcel to travel, and its price in the minor units of the cart's currency."""

    option: ShippingOption | UUID
    name: str
    amount: int
    days: DaysView


def price_of(option: ShippingOption, currency: str) -> Money:
    """Give the price of an option of the platform in a currency that is sold in."""
    return Money(amount=PRICES[option][currency], currency=currency)


def days_to(option: ShippingOption, country: str) -> DaysView:
    """Give how long a parcel takes to a country by an option of the platform."""
    return (_IN_EUROPE if tax_territory(country, None) in TERRITORIES else _ELSEWHERE)[option]


def offers(kept: Sequence[Mapping[str, Any]] | None, parcel: Parcel) -> list[Offer]:
    """Give the ways for a parcel to travel, the cheapest first; `kept` are a shop's active options, None without any.

    None of them means that the parcel is not sent there.
    """
    if kept is None:
        return [
            Offer(option, NAMES[option], PRICES[option][parcel.currency], days_to(option, parcel.country))
            for option in ShippingOption
        ]
    found = [
        Offer(UUID(one["id"]), one["name"], amount, DaysView(least=one["least_days"], most=one["most_days"]))
        for one in kept
        if one["currency"] == parcel.currency and (amount := _rate(one["zones"], parcel)) is not None
    ]
    return sorted(found, key=lambda offer: (offer.amount, offer.days.most, str(offer.option)))


def travelling(chosen: ShippingChoice, offered: Mapping[UUID, Sequence[Offer]]) -> Mapping[UUID, Offer]:
    """Give the offer that was chosen of each shop that sends something.

    Raises Invalid, naming each shop that was given no option, or one by which it does not send its parcel, or that
    sends nothing.
    """
    wanted = _of_each(chosen, offered)
    found = {shop: _chosen(wanted[shop], those) for shop, those in offered.items()}
    if None in found.values():
        raise Invalid(
            *(
                (_NOT_SENT_SO if offered[shop] else _NOT_SENT).at(f"shipping_option.{shop}")
                for shop, offer in found.items()
                if offer is None
            )
        )
    return {shop: offer for shop, offer in found.items() if offer}


def _of_each(chosen: ShippingChoice, shops: Collection[UUID]) -> Mapping[UUID, ShippingOption | UUID]:
    if isinstance(chosen, ShippingOption):
        return dict.fromkeys(shops, chosen)
    wrong = dict.fromkeys((shop for shop in shops if shop not in chosen), _NO_OPTION)
    wrong |= dict.fromkeys((shop for shop in chosen if shop not in shops), _SENDS_NOTHING)
    if wrong:
        raise Invalid(*(fault.at(f"shipping_option.{shop}") for shop, fault in wrong.items()))
    return chosen


def _chosen(wanted: ShippingOption | UUID, offered: Sequence[Offer]) -> Offer | None:
    named = next((offer for offer in offered if offer.option == wanted), None)
    if named or not offered or isinstance(wanted, UUID):
        return named
    if wanted is ShippingOption.STANDARD:
        return offered[0]
    return min(offered, key=lambda offer: (offer.days.most, offer.days.least))


def _rate(zones: Sequence[Mapping[str, Any]], parcel: Parcel) -> int | None:
    """Give the price of the first rate that holds in the zone of the parcel's country, else in everywhere else."""
    naming = [zone for zone in zones if zone["countries"] and parcel.country in zone["countries"]]
    zone = naming or [zone for zone in zones if zone["countries"] is None]
    return next((rate["price"] for one in zone for rate in one["rates"] if _holds(rate, parcel)), None)


def _holds(rate: Mapping[str, Any], parcel: Parcel) -> bool:
    return all(
        rate[f"least_{what}"] <= measured and (rate[f"most_{what}"] is None or measured <= rate[f"most_{what}"])
        for what, measured in (("weight", parcel.weight), ("amount", parcel.amount))
    )
