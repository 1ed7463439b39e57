"""What a parcel costs is the first rate that holds for it in its zone."""

from typing import Any
from uuid import UUID

import pytest
from pydantic import TypeAdapter

from functions.orders.domain import shipping
from functions.orders.domain.shipping import Offer, Parcel, ShippingChoice, ShippingOption
from functions.orders.shipping.domain.model import AddShippingOption
from souk.currency import SOLD_IN
from souk.errors import Invalid

SHOP, OTHER = UUID(int=1), UUID(int=2)
BY_WEIGHT = [
    {"least_amount": 5000, "most_weight": 10_000, "price": 0},
    {"most_weight": 1000, "price": 300},
    {"least_weight": 1001, "most_weight": 10_000, "price": 700},
]
EVERYWHERE: list[dict[str, Any]] = [{"countries": None, "rates": [{"price": 1500}]}]


def kept(number: int = 9, days: tuple[int, int] = (1, 3), **changes: Any) -> dict[str, Any]:
    usual = {
        "name": f"Parcel {number}",
        "currency": "GBP",
        "days": {"least": days[0], "most": days[1]},
        "zones": [{"countries": ["GB", "IE"], "rates": BY_WEIGHT}, {"countries": None, "rates": [{"price": 1500}]}],
    }
    option = AddShippingOption.model_validate(usual | changes)
    zones = [zone.model_dump() for zone in option.zones]
    return {
        "id": str(UUID(int=number)), "name": option.name, "currency": option.currency, "least_days": days[0],
        "most_days": days[1], "zones": zones,
    }  # fmt: skip


def parcel(weight: int = 500, amount: int = 1000, country: str = "GB", currency: str = "GBP") -> Parcel:
    return Parcel(country, weight, amount, currency)


def amounts(options: list[dict[str, Any]] | None, sent: Parcel) -> list[int]:
    return [offer.amount for offer in shipping.offers(options, sent)]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (parcel(weight=0), [300]),
        (parcel(weight=1000), [300]),
        (parcel(weight=1001), [700]),
        (parcel(weight=10_000), [700]),
        (parcel(weight=10_001), []),
        (parcel(amount=4999), [300]),
        (parcel(amount=5000), [0]),
        (parcel(amount=5000, weight=10_000), [0]),
        (parcel(amount=5000, weight=10_001), []),
        (parcel(country="IE"), [300]),
        (parcel(country="US"), [1500]),
        (parcel(currency="EUR"), []),
    ],
)
def test_the_first_rate_that_holds_in_the_zone_is_the_price(sent: Parcel, expected: list[int]) -> None:
    assert amounts([kept()], sent) == expected


def test_a_zone_that_names_the_country_goes_before_everywhere_else_and_without_either_nothing_is_sent() -> None:
    named = kept(zones=[*EVERYWHERE, {"countries": ["GB"], "rates": [{"price": 200}]}])
    only = kept(zones=[{"countries": ["GB"], "rates": [{"price": 200}]}])

    assert amounts([named], parcel()) == [200]
    assert amounts([only], parcel(country="FR")) == []


def test_a_shop_without_options_sends_by_those_of_the_platform_and_one_with_options_by_its_own_alone() -> None:
    assert [offer.option for offer in shipping.offers(None, parcel())] == ["standard", "express"]
    assert shipping.offers([], parcel()) == []
    assert [offer.option for offer in shipping.offers([kept(7)], parcel())] == [UUID(int=7)]


def test_standard_is_the_cheapest_of_a_shops_own_options_and_express_the_fastest() -> None:
    slow = kept(1, days=(5, 9), zones=[{"countries": None, "rates": [{"price": 100}]}])
    fast = kept(2, days=(1, 1), zones=[{"countries": None, "rates": [{"price": 900}]}])
    offered = {SHOP: shipping.offers([fast, slow], parcel())}

    def chosen(choice: ShippingChoice) -> UUID | ShippingOption:
        return shipping.travelling(choice, offered)[SHOP].option

    assert chosen(ShippingOption.STANDARD) == UUID(int=1)
    assert chosen(ShippingOption.EXPRESS) == UUID(int=2)
    assert chosen({SHOP: ShippingOption.EXPRESS}) == UUID(int=2)
    assert chosen({SHOP: UUID(int=2)}) == UUID(int=2)


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({}, "shipping_option_missing"),
        ({SHOP: ShippingOption.STANDARD, OTHER: ShippingOption.STANDARD}, "sends_nothing"),
        ({SHOP: UUID(int=8)}, "parcel_not_sent_so"),
    ],
)
def test_an_option_that_no_shop_sends_by_is_refused_at_the_shop(chosen: ShippingChoice, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        shipping.travelling(chosen, {SHOP: shipping.offers([kept()], parcel())})

    assert [error.code for error in refused.value.errors] == [code]
    assert refused.value.errors[0].field in (f"shipping_option.{SHOP}", f"shipping_option.{OTHER}")


@pytest.mark.parametrize("chosen", [ShippingOption.STANDARD, {SHOP: UUID(int=9), OTHER: ShippingOption.EXPRESS}])
def test_a_shop_that_does_not_send_there_is_named(chosen: ShippingChoice) -> None:
    offered: dict[UUID, list[Offer]] = {SHOP: [], OTHER: shipping.offers(None, parcel())}

    with pytest.raises(Invalid) as refused:
        shipping.travelling(chosen, offered)

    assert [(error.field, error.code) for error in refused.value.errors] == [
        (f"shipping_option.{SHOP}", "parcel_not_sent")
    ]


def test_a_choice_is_read_as_it_was_written() -> None:
    read = TypeAdapter(ShippingChoice)

    assert read.validate_json('"express"', strict=True) is ShippingOption.EXPRESS
    assert read.validate_json(f'{{"{SHOP}": "standard", "{OTHER}": "{SHOP}"}}', strict=True) == {
        SHOP: ShippingOption.STANDARD,
        OTHER: SHOP,
    }


@pytest.mark.parametrize("option", list(ShippingOption))
def test_what_is_priced_in_a_currency_can_be_delivered_for_it(option: ShippingOption) -> None:
    assert set(shipping.PRICES[option]) == set(SOLD_IN)
    assert shipping.price_of(option, "GBP").amount > 0
