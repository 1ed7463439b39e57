"""What everybody may know before they buy."""

import pytest

from functions.orders.domain.shipping import PRICES, ShippingOption
from souk.country import CODES, DELIVERED_TO
from tests.support import api
from tests.support.world import World


def test_every_country_says_what_an_address_there_consists_of(database: World) -> None:
    answer = api.call("GET /api/countries")

    countries = {country["code"]: country for country in answer.json["items"]}
    assert [countries[code]["postal_code"] for code in ("GB", "IE", "HK")] == ["required", "optional", "none"]
    assert countries["DE"] == {
        "code": "DE",
        "name": "Germany",
        "delivered_to": True,
        "postal_code": "required",
        "postal_code_pattern": r"(?:DE)?(?:\d{5})",
        "region": None,
        "region_required": False,
        "address_lines": [["name"], ["line1", "line2"], ["postal_code", "city"]],
    }
    assert countries["US"]["address_lines"][-1] == ["city", "region", "postal_code"]
    assert (countries["US"]["region"], countries["JP"]["region"]) == ("state", "prefecture")
    assert [countries[code]["region_required"] for code in ("US", "EE")] == [True, False]
    assert countries.keys() == CODES
    assert {code for code, country in countries.items() if country["delivered_to"]} == set(DELIVERED_TO)
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "public, max-age=86400")


def test_the_currencies_that_are_sold_in_are_those_that_delivery_has_a_price_in(database: World) -> None:
    answer = api.call("GET /api/currencies")

    currencies = {currency["code"]: currency["digits"] for currency in answer.json["items"]}
    assert set(currencies) == set(PRICES[ShippingOption.STANDARD])
    assert (currencies["GBP"], currencies["JPY"]) == (2, 0)
    assert api.call("GET /api/currencies", headers={"If-None-Match": answer.headers["ETag"]}).status == 304


def test_parcels_travel_at_a_price_in_the_currency_that_is_asked_for_and_longer_when_far(database: World) -> None:
    near, far = (
        api.made("GET /api/shipping-options", query={"country": country, "currency": "JPY"})["items"]
        for country in ("DE", "NZ")
    )

    assert [(option["option"], option["price"]) for option in near] == [
        ("standard", {"amount": 600, "currency": "JPY"}),
        ("express", {"amount": 1200, "currency": "JPY"}),
    ]
    assert all(here["days"]["most"] < there["days"]["most"] for here, there in zip(near, far, strict=True))


@pytest.mark.parametrize(
    ("query", "field"),
    [({}, "country"), ({"country": "AQ"}, "country"), ({"country": "GB", "currency": "XAU"}, "currency")],
)
def test_a_place_nobody_sends_to_has_no_options(database: World, query: dict[str, str], field: str) -> None:
    answer = api.call("GET /api/shipping-options", query=query)

    assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (422, [field])
