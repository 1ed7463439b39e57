"""A cart becomes an order, or nothing changes."""

from typing import Any

import pytest

from events.orders import OrderCreated
from functions.orders.domain.model import OrderView
from souk import paying
from souk.identity import Caller
from souk.ids import uuid7
from tests.support import api, bus, market
from tests.support.stock import levels
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("database")
SOME_SHOP = "01936e2c-7b00-7000-8000-000000000001"


def test_a_cart_of_two_sellers_becomes_one_order_with_a_seller_order_for_each() -> None:
    customer, one, other = api.customer(), market.open_shop("One"), market.open_shop("Other")
    mug, scarf = market.put_on_sale(one, 1999), market.put_on_sale(other, 3850)

    order = market.ordered(customer, (mug, 2), (scarf, 1), note="Ring twice")

    OrderView.model_validate(order)
    assert order["status"] == "pending"
    assert order["note"] == "Ring twice"
    assert order["items_total"]["amount"] == 2 * 1999 + 3850
    assert order["total"]["amount"] == order["items_total"]["amount"] + order["shipping_total"]["amount"]
    assert [(sold["seller_name"], sold["items_total"]["amount"]) for sold in order["sellers"]] == [
        ("One", 3998),
        ("Other", 3850),
    ]
    for sum_of in ("total", "shipping_total", "tax_total"):
        assert sum(sold[sum_of]["amount"] for sold in order["sellers"]) == order[sum_of]["amount"]
    assert levels(mug.id) == [(10, 2)]
    assert market.cart(customer)["lines"] == []


def test_each_shop_sends_its_parcel_as_it_is_asked_to() -> None:
    customer, one, other = api.customer(), market.open_shop("One"), market.open_shop("Other")
    market.add(customer, market.put_on_sale(one, 1000))
    market.add(customer, market.put_on_sale(other, 1000))

    order = market.place(customer, shipping_option={str(one.seller_id): "express", str(other.seller_id): "standard"})

    assert [(sold["shipping_option"], sold["shipping_total"]["amount"]) for sold in order.json["sellers"]] == [
        ("express", 899),
        ("standard", 399),
    ]
    assert order.json["shipping_total"]["amount"] == 1298


@pytest.mark.parametrize("others", [0, 2])
def test_a_choice_of_delivery_names_the_shops_of_the_cart_and_no_others(others: int) -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop())
    market.add(customer, mug)
    named_shops = [str(uuid7()) for _ in range(others)]
    chosen = dict.fromkeys(named_shops, "express")

    answer = market.place(customer, shipping_option=chosen)

    assert answer.status == 422
    assert named(answer) == [f"shipping_option.{shop}" for shop in (str(mug.seller_id), *named_shops)]
    assert nothing_changed(customer, mug)
    assert market.cart(customer)["quantity"] == 1


def test_an_order_is_published_once_with_what_its_sellers_get() -> None:
    customer, shop = api.customer(), market.open_shop()
    mug = market.put_on_sale(shop, 1000)

    order = market.ordered(customer, (mug, 3))

    (created,) = bus.recorded_as(OrderCreated)
    assert created.sequence == 1
    assert created.aggregate_id == order["id"]
    published = created.model_dump(mode="json")
    assert published["total"] == order["total"]
    assert published["lines"] == [
        {
            "variant_id": str(mug.id),
            "product_id": str(mug.product_id),
            "seller_id": str(shop.seller_id),
            "quantity": 3,
            "unit_amount": 1000,
        }
    ]
    assert published["sellers"][0]["commission"] == {"amount": 300, "currency": "GBP"}
    assert published["sellers"][0]["total"] == order["total"]
    assert "Ada" not in created.model_dump_json()


def test_the_number_is_derived_from_the_id_and_can_be_read_out() -> None:
    order = market.ordered(api.customer(), (market.put_on_sale(market.open_shop()), 1))

    year, digits = order["number"].removeprefix("S-").split("-")

    assert year == order["placed_at"][:4]
    assert len(digits) == 12
    assert not set(digits) & set("ILOU")


@pytest.mark.parametrize("lines", [1, 40])
def test_placing_takes_the_same_few_statements_for_one_line_and_for_many(database: World, lines: int) -> None:
    customer, shops = api.customer(), [market.open_shop() for _ in range(4)]
    for line in range(lines):
        market.add(customer, market.put_on_sale(shops[line % 4]))
    service = database.database("orders")
    before = service.statements

    answer = market.place(customer)

    assert answer.status == 201
    assert service.statements - before <= 4


def test_the_same_key_twice_gives_the_same_order() -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop())
    market.add(customer, mug)

    first, second = market.place(customer, key="once"), market.place(customer, key="once")

    assert (first.status, first.text) == (second.status, second.text)
    assert second.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert len(orders_of(customer)) == 1
    assert levels(mug.id) == [(10, 1)]


def test_the_same_key_with_another_body_is_refused() -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop())
    market.add(customer, mug)
    market.place(customer, key="once")

    answer = market.place(customer, key="once", shipping_option="express")

    assert (answer.status, answer.code) == (422, "idempotency_key_reused")
    assert len(orders_of(customer)) == 1


def test_an_empty_cart_is_no_order() -> None:
    customer = api.customer()

    answer = market.place(customer)

    assert (answer.status, answer.code) == (409, "empty_cart")
    assert orders_of(customer) == []


def test_a_price_that_changed_is_refused_until_the_customer_has_seen_it() -> None:
    customer, shop = api.customer(), market.open_shop()
    mug, bowl = market.put_on_sale(shop, 1000), market.put_on_sale(shop, 500)
    market.add(customer, mug)
    market.add(customer, bowl)
    market.reprice(mug, 1100)

    refused = market.place(customer)

    assert (refused.status, refused.code) == (409, "price_changed")
    assert named(refused) == [f"items.{mug.id}"]
    assert nothing_changed(customer, mug)
    assert market.cart(customer)["lines"][0]["previous_price"]["amount"] == 1000
    assert market.place(customer).json["items_total"]["amount"] == 1600


def test_a_product_that_vanished_is_named_and_nothing_changes() -> None:
    customer, shop = api.customer(), market.open_shop()
    mug, bowl = market.put_on_sale(shop), market.put_on_sale(shop)
    market.add(customer, mug)
    market.add(customer, bowl)
    market.withdraw(bowl)

    refused = market.place(customer)

    assert (refused.status, refused.code) == (409, "not_for_sale")
    assert named(refused) == [f"items.{bowl.id}"]
    assert nothing_changed(customer, mug)
    assert len(market.cart(customer)["lines"]) == 2


def test_a_suspended_shop_sells_nothing_even_before_the_catalogue_has_heard(database: World) -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop())
    market.add(customer, mug)
    with database.tx_as("admin") as tx:
        tx.execute("UPDATE sellers.sellers SET status = 'suspended', reason = 'fraud'")

    refused = market.place(customer)

    assert (refused.status, refused.code) == (409, "not_for_sale")
    assert named(refused) == [f"items.{mug.id}"]
    assert nothing_changed(customer, mug)


def test_what_is_out_of_stock_is_named_and_nothing_changes() -> None:
    customer, shop = api.customer(), market.open_shop()
    mug, bowl = market.put_on_sale(shop, stock=5), market.put_on_sale(shop, stock=5)
    market.add(customer, mug, 2)
    market.add(customer, bowl, 4)
    market.restock(bowl, 3)

    refused = market.place(customer)

    assert (refused.status, refused.code) == (409, "out_of_stock")
    assert named(refused) == [f"items.{bowl.id}"]
    assert refused.json["lines"] == [{"variant_id": str(bowl.id), "requested": 4, "available": 3}]
    assert nothing_changed(customer, mug)
    assert len(market.cart(customer)["lines"]) == 2


def test_a_refused_order_may_be_placed_again_under_the_same_key() -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop(), stock=1)
    market.add(customer, mug)
    market.restock(mug, 0)

    refused = market.place(customer, key="once")
    market.restock(mug, 1)
    placed = market.place(customer, key="once")

    assert (refused.status, placed.status) == (409, 201)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"shipping_option": "teleport"}, "shipping_option"),
        ({"shipping_option": 1}, "shipping_option"),
        ({"shipping_option": {SOME_SHOP: "teleport"}}, f"shipping_option.{SOME_SHOP}"),
        ({"shipping_option": {"a shop": "express"}}, "shipping_option.a shop.[key]"),
        ({"shipping_address": market.ADDRESS | {"country": "Britain"}}, "shipping_address.country"),
        ({"shipping_address": market.ADDRESS | {"country": "UK"}}, "shipping_address.country"),
        ({"shipping_address": market.ADDRESS | {"country": "AQ"}}, "shipping_address.country"),
        ({"shipping_address": market.ADDRESS | {"city": ""}}, "shipping_address.city"),
        ({"shipping_address": market.ADDRESS | {"name": "Ada\nLovelace"}}, "shipping_address.name"),
        ({"shipping_address": market.ADDRESS | {"postal_code": None}}, "shipping_address.postal_code"),
        ({"shipping_address": market.ADDRESS | {"postal_code": "90210"}}, "shipping_address.postal_code"),
        (
            {"shipping_address": market.ADDRESS | {"postal_code": "90210", "country": "US"}},
            "shipping_address.region",
        ),
        ({"payment_method": "4111 1111 1111 1111"}, "payment_method"),
        ({"payment_method": "sandbox_vissa"}, "payment_method"),
        ({"total": 1}, "total"),
        ({"note": "x" * 501}, "note"),
    ],
)
def test_a_body_that_does_not_fit_is_refused(change: dict[str, Any], field: str) -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop())
    market.add(customer, mug)

    answer = market.place(customer, **change)

    assert answer.status == 422
    assert [error["field"] for error in answer.json["errors"]] == [field]
    assert nothing_changed(customer, mug)
    assert market.cart(customer)["quantity"] == 1


def test_a_method_that_is_not_offered_to_this_buyer_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(paying.METHODS, "sandbox", {"blik": paying.Method("BLIK", frozenset({"PLN"}))})
    customer, mug = api.customer(), market.put_on_sale(market.open_shop())
    market.add(customer, mug)

    answer = market.place(customer, payment_method="blik")

    assert (answer.status, named(answer)) == (422, ["payment_method"])
    assert nothing_changed(customer, mug)
    assert market.cart(customer)["quantity"] == 1


def test_an_order_goes_to_a_place_without_postal_codes() -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop())
    market.add(customer, mug)

    kowloon = {"name": "Chan", "line1": "1 Nathan Road", "city": "Yau Ma Tei", "region": "Kowloon", "country": "HK"}
    answer = market.place(customer, shipping_address=kowloon)

    assert (answer.status, answer.json["shipping_address"]["postal_code"]) == (201, None)
    assert answer.json["tax_total"]["amount"] == 0


def named(answer: api.Answer) -> list[str]:
    return [error["field"] for error in answer.json["errors"]]


def orders_of(customer: Caller) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = api.call("GET /api/orders", as_=customer).json["items"]
    return items


def nothing_changed(customer: Caller, variant: market.Variant) -> bool:
    [(on_hand, reserved)] = levels(variant.id)
    published = bus.recorded_as(OrderCreated)
    return reserved == 0 and on_hand > 0 and not orders_of(customer) and not published
