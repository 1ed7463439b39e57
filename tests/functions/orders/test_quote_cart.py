"""What ordering would cost is what it then costs."""

from typing import Any

import pytest

from souk.identity import Caller
from tests.support import api, bus, market
from tests.support.stock import levels
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("database")
GB = {"country": "GB"}


def quote(customer: Caller, **wish: Any) -> api.Answer:
    return api.call("POST /api/cart/quote", as_=customer, body=GB | wish)


@pytest.mark.parametrize("postal_code", ["E1 6AN", "JE2 3AB"])
@pytest.mark.parametrize("each", [True, False])
def test_an_order_costs_what_was_quoted_for_it(each: bool, postal_code: str) -> None:
    customer, one, other = api.customer(), market.open_shop("One"), market.open_shop("Other")
    market.add(customer, market.put_on_sale(one, 1999), 3)
    market.add(customer, market.put_on_sale(other, 777))
    chosen = {str(one.seller_id): "standard", str(other.seller_id): "express"} if each else "express"
    address = market.ADDRESS | {"postal_code": postal_code}

    quoted = quote(customer, postal_code=postal_code, shipping_option=chosen).json
    order = market.place(customer, shipping_address=address, shipping_option=chosen).json

    totals = ("items_total", "shipping_total", "discount_total", "tax_total", "total", "promotions")
    assert {name: quoted[name] for name in totals} == {name: order[name] for name in totals}
    assert (quoted["tax_total"]["amount"] > 0) == (postal_code == "E1 6AN")
    assert quoted["taxes"] == order["taxes"]
    of_seller = (*totals, "taxes", "seller_id", "seller_name", "shipping_option", "shipping_name")
    of_line = ("variant_id", "quantity", "unit_price", "discount", "total", "tax", "tax_rate")
    for theirs, sold in zip(
        sorted(quoted["sellers"], key=lambda one: one["seller_name"]), order["sellers"], strict=True
    ):
        assert {name: theirs[name] for name in of_seller} == {name: sold[name] for name in of_seller}
        assert [{name: line[name] for name in of_line} for line in sold["lines"]] == theirs["lines"]


def test_a_guest_sees_what_an_order_would_cost_and_nothing_changes(database: World) -> None:
    guest, mug = api.guest(), market.put_on_sale(market.open_shop(), 1000)
    market.add(guest, mug, 2)
    before = bus.recorded()

    quoted = quote(guest)

    assert (quoted.status, quoted.json["total"]["amount"]) == (200, 2399)
    assert market.cart(guest)["quantity"] == 2
    assert levels(mug.id) == [(10, 0)]
    assert bus.recorded() == before


def test_lines_that_wait_in_another_currency_are_not_part_of_it(database: World) -> None:
    customer, shop = api.customer(), market.open_shop()
    guest = api.guest()
    market.add(customer, market.put_on_sale(shop, 1000))
    market.add(guest, market.put_on_sale(shop, 500, currency="EUR"))
    with database.tx_as("auth") as tx:
        tx.execute("SELECT cart_api.merge(:guest, :customer)", guest=guest.user_id, customer=customer.user_id)

    assert quote(customer).json["items_total"] == {"amount": 1000, "currency": "GBP"}


def test_a_cart_that_cannot_be_ordered_has_no_price() -> None:
    customer, shop = api.customer(), market.open_shop()
    empty = quote(customer)
    mug, bowl = market.put_on_sale(shop, 1000), market.put_on_sale(shop, 500)
    market.add(customer, mug)
    market.add(customer, bowl)
    market.reprice(mug, 1100)
    changed = quote(customer)
    market.cart(customer)
    market.withdraw(bowl)
    gone = quote(customer)

    assert (empty.status, empty.code) == (409, "empty_cart")
    assert (changed.code, changed.json["errors"][0]["field"]) == ("price_changed", f"items.{mug.id}")
    assert (gone.code, gone.json["errors"][0]["field"]) == ("not_for_sale", f"items.{bowl.id}")


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"country": "UK"}, "country"),
        ({"postal_code": "!"}, "postal_code"),
        ({"shipping_option": "teleport"}, "shipping_option"),
        ({"shipping_option": None}, "shipping_option"),
        ({"total": 1}, "total"),
    ],
)
def test_a_wish_that_does_not_fit_is_refused_by_name(wish: dict[str, Any], field: str) -> None:
    customer = api.customer()
    market.add(customer, market.put_on_sale(market.open_shop()))

    answer = quote(customer, **wish)

    assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (422, [field])
