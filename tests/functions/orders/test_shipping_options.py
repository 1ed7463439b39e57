"""A shop sends by options of its own, and by the platform's as long as it keeps none."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any
from uuid import UUID

import pytest

from functions.orders.shipping.domain import options, store
from functions.orders.shipping.domain.model import OwnShippingOption
from souk import SellerTransaction
from souk.identity import Caller
from souk.ids import uuid7
from souk.paging import PageOf
from tests.support import api, market
from tests.support.stock import levels
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("database")
ANYWHERE = [{"countries": None, "rates": [{"price": 250}]}]
AT_HOME = [{"countries": ["GB"], "rates": [{"most_weight": 2000, "price": 300}, {"most_weight": 5000, "price": 550}]}]


def option(**changes: Any) -> dict[str, Any]:
    usual = {"name": "Van", "currency": "GBP", "days": {"least": 1, "most": 3}, "zones": ANYWHERE}
    return usual | changes


def add(shop: market.Shop, **changes: Any) -> dict[str, Any]:
    return dict(api.made("POST /api/seller/shipping-options", as_=shop.keeper, body=option(**changes)))


def change(keeper: Caller, option_id: str, **changes: Any) -> api.Answer:
    path = {"option_id": option_id}
    return api.call("PUT /api/seller/shipping-options/{option_id}", as_=keeper, path=path, body=option(**changes))


def remove(keeper: Caller, option_id: str, **request: Any) -> api.Answer:
    path = {"option_id": option_id}
    return api.call("DELETE /api/seller/shipping-options/{option_id}", as_=keeper, path=path, **request)


def kept(shop: market.Shop) -> list[dict[str, Any]]:
    return list(api.made("GET /api/seller/shipping-options", as_=shop.keeper)["items"])


def quote(customer: Caller, **wish: Any) -> api.Answer:
    return api.call("POST /api/cart/quote", as_=customer, body={"country": "GB"} | wish)


def test_a_shop_keeps_its_options_in_pages_of_its_own() -> None:
    shop = market.open_shop()
    made = [add(shop, name=name) for name in ("Van", "Bike", "Post")]
    add(market.open_shop("Other"), name="Not mine")

    first = api.call("GET /api/seller/shipping-options", as_=shop.keeper, query={"limit": 2})
    rest = {"limit": 2, "cursor": first.json["next_cursor"]}
    second = api.made("GET /api/seller/shipping-options", as_=shop.keeper, query=rest)

    PageOf[OwnShippingOption].model_validate_json(first.text)
    assert [*first.json["items"], *second["items"]] == made
    assert made[0]["zones"] == [
        {
            "countries": None,
            "rates": [{"least_weight": 0, "most_weight": None, "least_amount": 0, "most_amount": None, "price": 250}],
        }
    ]


def test_an_option_is_changed_by_who_has_read_it_last_and_by_its_shop_alone() -> None:
    shop, other = market.open_shop(), market.open_shop("Other")
    made = add(shop)

    changed = change(shop.keeper, made["id"], name="Lorry", version=1)
    stale = change(shop.keeper, made["id"], name="Bus", version=1)
    foreign = change(other.keeper, made["id"], name="Mine", version=2)
    late = remove(shop.keeper, made["id"], headers={"If-Match": '"1"'})
    stolen = remove(other.keeper, made["id"])

    assert (changed.json["name"], changed.json["version"]) == ("Lorry", 2)
    assert (stale.code, late.code) == ("version_conflict", "version_conflict")
    assert (foreign.code, stolen.code) == ("shipping_option_not_found", "shipping_option_not_found")
    assert kept(shop) == [changed.json]


def test_a_name_is_taken_once_in_a_currency() -> None:
    shop = market.open_shop()
    add(shop, name="Van")
    add(shop, name="Van", currency="EUR")
    bike = add(shop, name="Bike")

    again = api.call("POST /api/seller/shipping-options", as_=shop.keeper, body=option(name="Van"))
    renamed = change(shop.keeper, bike["id"], name="Van", version=1)

    assert (again.code, renamed.code) == ("shipping_option_name_taken", "shipping_option_name_taken")
    assert [one["name"] for one in kept(shop)] == ["Van", "Van", "Bike"]


@pytest.mark.parametrize(("guarded", "most"), [(True, 2), (False, 4)])
def test_no_more_are_kept_than_may_be_however_many_are_added_at_once(
    database: World, monkeypatch: pytest.MonkeyPatch, guarded: bool, most: int
) -> None:
    shop = market.open_shop()
    monkeypatch.setattr(options, "MOST_OPTIONS", 2)
    counted = store.count

    def slowly(tx: SellerTransaction) -> int:
        number = counted(tx)
        tx.execute("SELECT pg_sleep(0.2)")
        return number

    monkeypatch.setattr(store, "count", slowly)
    if not guarded:
        monkeypatch.setattr(store, "take_turn", lambda tx: None)

    def attempt(number: int) -> api.Answer:
        body = option(name=f"Van {number}")
        return api.call("POST /api/seller/shipping-options", as_=shop.keeper, body=body)

    with ThreadPoolExecutor(4) as pool:
        answers = [one.result() for one in [pool.submit(copy_context().run, attempt, n) for n in range(4)]]

    assert len(kept(shop)) == most
    assert {one.code for one in answers if one.status != 201} <= {"too_many_shipping_options"}


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"zones": []}, "zones", "too_short"),
        (
            {"zones": [{"countries": ["AQ"], "rates": [{"price": 1}]}]},
            "zones.0.countries.0",
            "country_not_delivered_to",
        ),
        ({"zones": [*AT_HOME, *AT_HOME]}, "zones", "country_twice"),
        ({"zones": [*ANYWHERE, *ANYWHERE]}, "zones", "elsewhere_twice"),
        ({"zones": [{"countries": None, "rates": []}]}, "zones.0.rates", "too_short"),
        ({"zones": [{"countries": None, "rates": [{"price": -1}]}]}, "zones.0.rates.0.price", "greater_than_equal"),
        (
            {"zones": [{"countries": None, "rates": [{"least_weight": 9, "most_weight": 8, "price": 1}]}]},
            "zones.0.rates.0.most_weight",
            "range_ends_early",
        ),
        (
            {"zones": [{"countries": None, "rates": [{"least_amount": 9, "most_amount": 8, "price": 1}]}]},
            "zones.0.rates.0.most_amount",
            "range_ends_early",
        ),
        ({"days": {"least": 3, "most": 2}}, "days.most", "range_ends_early"),
        ({"currency": "XAU"}, "currency", "unknown_currency"),
        ({"name": " "}, "name", "text_length"),
    ],
)
def test_what_does_not_fit_is_refused_by_name_and_not_kept(changes: dict[str, Any], field: str, code: str) -> None:
    shop = market.open_shop()

    answer = api.call("POST /api/seller/shipping-options", as_=shop.keeper, body=option(**changes))

    assert answer.status == 422
    assert [(error["field"], error["code"]) for error in answer.json["errors"]] == [(field, code)]
    assert kept(shop) == []


def test_a_quote_says_how_the_parcel_of_each_shop_may_travel_and_the_order_keeps_the_choice_with_its_name() -> None:
    customer, own, plain = api.customer(), market.open_shop("Own"), market.open_shop("Plain")
    van = add(own, name="Van", zones=AT_HOME)
    bike = add(own, name="Bike", days={"least": 1, "most": 1}, zones=[{"countries": ["GB"], "rates": [{"price": 900}]}])
    add(own, name="Resting", active=False)
    add(own, name="Euro van", currency="EUR")
    market.add(customer, market.put_on_sale(own, 1000, weight=1200), 2)
    market.add(customer, market.put_on_sale(plain, 1000))

    quoted = quote(customer).json
    chosen = {str(own.seller_id): bike["id"], str(plain.seller_id): "express"}
    order = market.place(customer, shipping_option=chosen).json
    change(own.keeper, bike["id"], name="Tricycle", version=1, zones=ANYWHERE)

    by_shop = {one["seller_name"]: one for one in quoted["sellers"]}
    assert [(one["option"], one["name"], one["price"]["amount"]) for one in by_shop["Own"]["shipping_options"]] == [
        (van["id"], "Van", 550),
        (bike["id"], "Bike", 900),
    ]
    assert (by_shop["Own"]["shipping_option"], by_shop["Own"]["shipping_total"]["amount"]) == (van["id"], 550)
    assert [one["option"] for one in by_shop["Plain"]["shipping_options"]] == ["standard", "express"]
    looked_up = market.look(customer, order)
    assert [
        (sold["shipping_option"], sold["shipping_name"], sold["shipping_total"]["amount"])
        for sold in looked_up["sellers"]
    ] == [(bike["id"], "Bike", 900), ("express", "Express delivery", 899)]


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"weight": 5001}, "parcel_not_sent"),
        ({"country": "FR"}, "parcel_not_sent"),
        ({"choice": "an id"}, "parcel_not_sent_so"),
    ],
)
def test_a_parcel_that_a_shop_does_not_send_is_refused_at_the_shop_and_nothing_changes(
    wish: dict[str, Any], code: str
) -> None:
    customer, shop = api.customer(), market.open_shop()
    add(shop, zones=AT_HOME)
    crate = market.put_on_sale(shop, 1000, weight=wish.get("weight", 1))
    market.add(customer, crate)
    country = wish.get("country", "GB")
    address = market.ADDRESS | {"country": country, "postal_code": "75001" if country == "FR" else "E1 6AN"}
    choice = {str(shop.seller_id): str(uuid7())} if "choice" in wish else "standard"

    quoted = quote(customer, country=country, shipping_option=choice)
    placed = market.place(customer, shipping_address=address, shipping_option=choice)

    for answer in (quoted, placed):
        assert answer.status == 422
        assert [(error["field"], error["code"]) for error in answer.json["errors"]] == [
            (f"shipping_option.{shop.seller_id}", code)
        ]
    assert market.cart(customer)["quantity"] == 1
    assert levels(crate.id) == [(10, 0)]


def test_without_its_last_option_a_shop_sends_as_the_platform_does_again() -> None:
    customer, shop = api.customer(), market.open_shop()
    made = add(shop, active=False)
    market.add(customer, market.put_on_sale(shop, 1000))
    resting = quote(customer)

    assert remove(shop.keeper, made["id"]).status == 204

    assert resting.json["errors"][0]["code"] == "parcel_not_sent"
    assert quote(customer).json["sellers"][0]["shipping_option"] == "standard"


def test_a_shop_that_does_not_exist_keeps_nothing() -> None:
    stranger = market.Shop(UUID(int=7), UUID(int=8), "Nobody's")

    answer = api.call("POST /api/seller/shipping-options", as_=stranger.keeper, body=option())

    assert answer.code == "seller_not_found"
    assert kept(stranger) == []
