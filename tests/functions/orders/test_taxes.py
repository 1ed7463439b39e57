"""Goods are taxed by their class where they go, and an order shows its taxes by rate."""

from typing import Any

import pytest

from functions.orders.domain import store
from functions.orders.domain.reference import TaxRatesView
from functions.orders.domain.tax import TERRITORIES
from souk.price_reading import PriceReading
from tests.support import api, market

pytestmark = pytest.mark.usefixtures("database")
IN_BERLIN = market.ADDRESS | {"country": "DE", "city": "Berlin", "postal_code": "10115"}
IN_LAS_PALMAS = market.ADDRESS | {
    "country": "ES", "region": "Las Palmas", "city": "Las Palmas", "postal_code": "35001"
}  # fmt: skip


def category(name: str, tax_class: str | None, parent_id: str | None = None) -> str:
    body = {"name": name, "parent_id": parent_id, "tax_class": tax_class}
    return str(api.made("POST /api/categories", as_=api.admin(), body=body)["id"])


def on_sale(shop: market.Shop, category_id: str, title: str, amount: int, **product: Any) -> market.Variant:
    variant = {"sku": title.upper(), "price": {"amount": amount, "currency": "EUR"}, "stock": 9}
    made = market.bring(shop.keeper, category_id, title, variants=[variant], **product)
    return market.Variant(made["variants"][0]["id"], made["id"], shop.seller_id, amount)


def rates(order: dict[str, Any]) -> dict[str, int]:
    return {line["title"]: line["tax_rate"] for sold in order["sellers"] for line in sold["lines"]}


def test_a_line_is_taxed_as_its_product_says_or_the_nearest_category_above_it() -> None:
    customer, shop = api.customer(), market.open_shop()
    media = category("Media", "reduced")
    books = category("Books", None, media)
    posters = category("Posters", "standard", media)
    lines = [
        (on_sale(shop, books, "Novel", 1070), 1),
        (on_sale(shop, posters, "Print", 1190), 1),
        (on_sale(shop, books, "Diary", 1190, tax_class="standard"), 1),
        (on_sale(shop, category("Stamps", "zero"), "Stamp", 85), 1),
        (on_sale(shop, category("Mugs", None), "Mug", 1190), 1),
    ]

    order = market.ordered(customer, *lines, shipping_address=IN_BERLIN)

    assert rates(order) == {"Novel": 700, "Print": 1900, "Diary": 1900, "Stamp": 0, "Mug": 1900}
    assert [one["rate"] for one in order["taxes"]] == [1900, 700, 0]
    assert order["taxes"] == order["sellers"][0]["taxes"]
    assert sum(one["tax"]["amount"] for one in order["taxes"]) == order["tax_total"]["amount"]
    assert sum(one["net"]["amount"] + one["tax"]["amount"] for one in order["taxes"]) == order["total"]["amount"]


def test_orders_have_the_sum_of_what_their_shops_tax() -> None:
    customer, one, other = api.customer(), market.open_shop("One"), market.open_shop("Other")
    books = category("Books", "lower_reduced")

    order = market.ordered(
        customer,
        (on_sale(one, books, "Novel", 1070), 1),
        (on_sale(one, category("Mugs", None), "Mug", 1190), 1),
        (on_sale(other, books, "Atlas", 2140), 1),
        shipping_address=IN_BERLIN,
    )

    for place, rate in enumerate((1900, 700)):
        of_shops = [row for sold in order["sellers"] for row in sold["taxes"] if row["rate"] == rate]
        assert order["taxes"][place]["rate"] == rate
        for part in ("net", "tax"):
            assert sum(row[part]["amount"] for row in of_shops) == order["taxes"][place][part]["amount"]


def test_where_prices_are_read_without_tax_it_comes_on_top() -> None:
    customer, shop = api.customer(), market.open_shop()
    market.add(customer, on_sale(shop, category("Mugs", None), "Mug", 1000), 2)
    net = PriceReading(["EUR"])
    wish = market.wish(shipping_address=IN_BERLIN)
    place = {"country": "DE", "postal_code": "10115"}

    quoted = api.made("POST /api/cart/quote", as_=customer, body=place, prices=net)
    order = api.made("POST /api/orders", as_=customer, body=wish, prices=net)

    assert (order["items_total"]["amount"], order["shipping_total"]["amount"]) == (2000, 490)
    assert (order["tax_total"]["amount"], order["total"]["amount"]) == (473, 2963)
    assert order["taxes"] == [
        {"rate": 1900, "net": {"amount": 2490, "currency": "EUR"}, "tax": {"amount": 473, "currency": "EUR"}}
    ]
    assert not order["prices_include_tax"]
    for name in ("total", "tax_total", "taxes", "prices_include_tax"):
        assert quoted[name] == order[name] == order["sellers"][0][name]
    assert market.look(customer, order)["total"] == order["total"]


def test_an_address_in_another_tax_territory_than_was_quoted_is_taxed_where_it_is() -> None:
    customer, shop = api.customer(), market.open_shop()
    market.add(customer, on_sale(shop, category("Mugs", None), "Mug", 1210))

    quoted = api.made("POST /api/cart/quote", as_=customer, body={"country": "ES"})
    order = market.place(customer, shipping_address=IN_LAS_PALMAS).json

    assert quoted["taxes"][0]["rate"] == 2100
    assert (order["tax_total"]["amount"], rates(order)) == (0, {"Mug": 0})
    assert [(one["rate"], one["net"], one["tax"]["amount"]) for one in order["taxes"]] == [(0, order["total"], 0)]


def test_the_version_before_goes_on_placing_orders_while_this_one_is_deployed(monkeypatch: pytest.MonkeyPatch) -> None:
    def without(document: str) -> str:
        return f"({document} - '{{taxes,prices_include_tax,shipping_name}}'::text[])"

    before = store.PLACE.replace(":order::jsonb", without(":order::jsonb")).replace(
        ":seller_orders::jsonb",
        f"(SELECT jsonb_agg({without('one')}) FROM jsonb_array_elements(:seller_orders::jsonb) AS one)",
    )
    monkeypatch.setattr(store, "PLACE", before)
    mug = market.put_on_sale(market.open_shop(), 1200)

    order = market.ordered(api.customer(), (mug, 1))

    pounds = {"currency": "GBP"}
    assert order["taxes"] == [{"rate": 2000, "net": pounds | {"amount": 1332}, "tax": pounds | {"amount": 267}}]
    assert order["sellers"][0]["taxes"] == order["taxes"]
    assert (order["prices_include_tax"], order["sellers"][0]["shipping_name"]) == (True, "standard")


def test_everybody_may_look_up_the_rates_with_their_source() -> None:
    answer = api.call("GET /api/tax-rates")

    listed = TaxRatesView.model_validate_json(answer.text).items
    assert {one.territory for one in listed} == TERRITORIES
    assert {one.tax_class: one.rate for one in listed if one.territory == "IT"} == {
        "standard": 2200,
        "reduced": 1000,
        "lower_reduced": 500,
        "super_reduced": 400,
        "zero": 0,
    }
    assert all(one.source and one.as_of for one in listed)
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


@pytest.mark.parametrize(("without_tax", "expected"), [((), [True, True]), (("USD",), [True, False])])
def test_a_currency_says_how_its_prices_are_read(without_tax: tuple[str, ...], expected: list[bool]) -> None:
    listed = api.made("GET /api/currencies", prices=PriceReading(without_tax))["items"]

    assert [one["prices_include_tax"] for one in listed if one["code"] in ("GBP", "USD")] == expected
