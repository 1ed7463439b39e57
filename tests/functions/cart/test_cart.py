"""What a shopper sees of the cart."""

import pytest

from events.cart import CartUpdated, UserAddedToCart
from functions.cart.domain.model import CartView
from souk.ids import uuid7
from souk.money import MOST
from tests.support import api, bus, market
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("database")


def test_an_empty_cart_has_no_lines_and_no_currency() -> None:
    cart = market.cart(api.guest())

    assert cart == {
        "version": 0,
        "currency": None,
        "coupon": None,
        "quantity": 0,
        "total": None,
        "lines": [],
        "sellers": [],
    }
    CartView.model_validate(cart)


def test_adding_the_same_variant_again_sums_up() -> None:
    shopper, mug = api.guest(), market.put_on_sale(market.open_shop(), 1999, 10)

    first, second = market.add(shopper, mug, 2), market.add(shopper, mug, 3)

    assert first.status == second.status == 201
    assert second.json["quantity"] == 5
    assert second.json["total"] == {"amount": 5 * 1999, "currency": "GBP"}
    assert [line["quantity"] for line in market.cart(shopper)["lines"]] == [5]


def test_the_cart_groups_what_can_be_bought_by_seller() -> None:
    shopper, one, other = api.customer(), market.open_shop("One"), market.open_shop("Other")
    mug, bowl, scarf = (market.put_on_sale(shop, amount) for shop, amount in ((one, 100), (one, 30), (other, 500)))
    for variant in (mug, scarf, bowl):
        market.add(shopper, variant, 2)

    cart = market.cart(shopper)

    CartView.model_validate(cart)
    assert [line["variant_id"] for line in cart["lines"]] == [str(v.id) for v in (mug, scarf, bowl)]
    assert [line["seller_name"] for line in cart["lines"]] == ["One", "Other", "One"]
    assert {line["slug"] for line in cart["lines"]} == {"mug"}
    assert [(group["seller_id"], group["seller_name"], group["total"]["amount"]) for group in cart["sellers"]] == [
        (str(one.seller_id), "One", 260),
        (str(other.seller_id), "Other", 1000),
    ]
    assert cart["total"] == {"amount": 1260, "currency": "GBP"}
    assert cart["quantity"] == 6


def test_an_unknown_variant_is_not_found_and_leaves_no_cart(database: World) -> None:
    answer = api.call("POST /api/cart/items", as_=api.guest(), body={"variant_id": str(uuid7()), "quantity": 1})

    assert (answer.status, answer.code) == (404, "variant_not_found")
    with database.tx_as("cart") as tx:
        assert tx.value("SELECT count(*) FROM carts") == 0


@pytest.mark.parametrize("quantity", [0, -1, 1000, 1.5, "two", None])
def test_a_quantity_outside_1_to_999_is_refused(quantity: object) -> None:
    mug = market.put_on_sale(market.open_shop())

    answer = api.call("POST /api/cart/items", as_=api.guest(), body={"variant_id": str(mug.id), "quantity": quantity})

    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == "quantity"


def test_a_line_never_holds_more_than_999() -> None:
    shopper, mug = api.guest(), market.put_on_sale(market.open_shop(), stock=5000)
    market.add(shopper, mug, 999)

    answer = market.add(shopper, mug, 1)

    assert (answer.status, answer.code) == (409, "line_too_large")
    assert market.cart(shopper)["lines"][0]["quantity"] == 999


def test_more_than_is_in_stock_is_refused_and_named() -> None:
    shopper, mug = api.guest(), market.put_on_sale(market.open_shop(), stock=3)
    market.add(shopper, mug, 2)

    answer = market.add(shopper, mug, 2)

    assert (answer.status, answer.code) == (409, "out_of_stock")
    assert answer.json["lines"] == [{"variant_id": str(mug.id), "requested": 4, "available": 3}]
    assert answer.json["errors"][0]["field"] == f"items.{mug.id}"
    assert market.cart(shopper)["lines"][0]["quantity"] == 2


def test_a_withdrawn_product_cannot_be_added() -> None:
    shopper, mug = api.guest(), market.put_on_sale(market.open_shop())
    market.withdraw(mug)

    answer = market.add(shopper, mug)

    assert (answer.status, answer.code) == (409, "not_for_sale")
    assert market.cart(shopper)["lines"] == []


def test_a_cart_holds_one_currency_until_it_is_empty() -> None:
    shopper, shop = api.guest(), market.open_shop()
    mug, krug = market.put_on_sale(shop, currency="GBP"), market.put_on_sale(shop, currency="EUR")
    market.add(shopper, mug)

    refused = market.add(shopper, krug)
    api.call("DELETE /api/cart/items/{item_id}", as_=shopper, path={"item_id": mug.id})
    accepted = market.add(shopper, krug)

    assert (refused.status, refused.code) == (409, "currency_mismatch")
    assert accepted.status == 201
    assert market.cart(shopper)["currency"] == "EUR"


def test_a_cart_holds_at_most_200_lines(database: World) -> None:
    shopper, mug = api.guest(), market.put_on_sale(market.open_shop())
    with database.tx_as("cart") as tx:
        tx.execute("INSERT INTO carts (id, currency) VALUES (:owner, 'GBP')", owner=shopper.user_id)
        tx.execute(
            """
            INSERT INTO cart_items (owner_id, variant_id, quantity, seen_amount, seen_currency)
            SELECT :owner::uuid, uuidv7(), 1, 1, 'GBP' FROM generate_series(1, 200)
            """,
            owner=shopper.user_id,
        )

    answer = market.add(shopper, mug)

    assert (answer.status, answer.code) == (409, "cart_full")
    assert len(market.cart(shopper)["lines"]) == 200


def test_a_new_price_is_shown_once_beside_the_one_seen_before() -> None:
    shopper, mug = api.guest(), market.put_on_sale(market.open_shop(), 1000)
    market.add(shopper, mug, 2)
    market.reprice(mug, 1200)

    first, second = market.cart(shopper), market.cart(shopper)

    CartView.model_validate(first)
    assert first["lines"][0]["previous_price"] == {"amount": 1000, "currency": "GBP"}
    assert first["lines"][0]["unit_price"]["amount"] == 1200
    assert first["total"]["amount"] == 2400
    assert second["lines"][0]["previous_price"] is None


def test_the_cart_notes_what_is_gone_and_what_is_short() -> None:
    shopper, shop = api.guest(), market.open_shop()
    gone, short, out, fine = (market.put_on_sale(shop, 100, 5) for _ in range(4))
    for variant in (gone, short, out, fine):
        market.add(shopper, variant, 5)
    market.withdraw(gone)
    market.restock(short, 2)
    market.restock(out, 0)

    cart = market.cart(shopper)

    CartView.model_validate(cart)
    assert [line["note"] for line in cart["lines"]] == ["not_for_sale", "low_stock", "out_of_stock", None]
    assert cart["total"]["amount"] == 1500


def test_a_line_is_set_to_a_quantity() -> None:
    shopper, mug = api.guest(), market.put_on_sale(market.open_shop(), stock=5)
    market.add(shopper, mug, 4)

    changed = api.call("PUT /api/cart/items/{item_id}", as_=shopper, path={"item_id": mug.id}, body={"quantity": 2})
    refused = api.call("PUT /api/cart/items/{item_id}", as_=shopper, path={"item_id": mug.id}, body={"quantity": 6})

    assert (changed.status, changed.json["quantity"]) == (200, 2)
    assert (refused.status, refused.code) == (409, "out_of_stock")
    assert market.cart(shopper)["lines"][0]["quantity"] == 2


def test_a_line_is_changed_by_who_has_seen_the_cart_last() -> None:
    shopper, mug = api.guest(), market.put_on_sale(market.open_shop(), stock=9)
    market.add(shopper, mug, 2)
    seen = {"If-Match": f'"{market.cart(shopper)["version"]}"'}
    route, path = "PUT /api/cart/items/{item_id}", {"item_id": mug.id}

    changed = api.call(route, as_=shopper, path=path, headers=seen, body={"quantity": 3})
    stale = api.call(route, as_=shopper, path=path, headers=seen, body={"quantity": 4})

    assert (changed.status, stale.status, stale.code, stale.json["version"]) == (200, 409, "version_conflict", 2)
    cart = market.cart(shopper)
    assert (cart["version"], cart["lines"][0]["quantity"]) == (2, 3)


def test_a_line_in_another_currency_is_changed_and_removed_like_any_other(database: World) -> None:
    guest, customer, shop = api.guest(), api.customer(), market.open_shop()
    krug, mug = market.put_on_sale(shop, currency="EUR"), market.put_on_sale(shop, currency="GBP")
    market.add(guest, krug)
    market.add(customer, mug)
    with database.tx_as("auth") as tx:
        tx.execute("SELECT cart_api.merge(:guest, :customer)", guest=guest.user_id, customer=customer.user_id)
    route, path = "/api/cart/items/{item_id}", {"item_id": krug.id}

    changed = api.call(f"PUT {route}", as_=customer, path=path, body={"quantity": 2})
    removed = api.call(f"DELETE {route}", as_=customer, path=path)

    assert (changed.status, changed.json["total"]["currency"], removed.status) == (200, "EUR", 204)
    cart = market.cart(customer)
    assert (cart["currency"], [line["variant_id"] for line in cart["lines"]]) == ("GBP", [str(mug.id)])


def test_another_shoppers_line_is_not_found_and_stays() -> None:
    owner, stranger, mug = api.guest(), api.guest(), market.put_on_sale(market.open_shop())
    market.add(owner, mug, 2)

    changed = api.call("PUT /api/cart/items/{item_id}", as_=stranger, path={"item_id": mug.id}, body={"quantity": 1})
    removed = api.call("DELETE /api/cart/items/{item_id}", as_=stranger, path={"item_id": mug.id})

    assert changed.code == removed.code == "cart_item_not_found"
    assert market.cart(owner)["lines"][0]["quantity"] == 2


def test_a_cart_can_be_cleared_twice() -> None:
    shopper, shop = api.guest(), market.open_shop()
    for _ in range(3):
        market.add(shopper, market.put_on_sale(shop))

    answers = [api.call("DELETE /api/cart", as_=shopper).status for _ in range(2)]

    assert answers == [204, 204]
    assert market.cart(shopper)["lines"] == []
    assert [event.quantity for event in bus.recorded_as(CartUpdated)] == [1, 1, 1, 0]


def test_every_change_is_published_with_the_version_of_the_cart() -> None:
    shopper, mug = api.guest(), market.put_on_sale(market.open_shop())

    market.add(shopper, mug, 2)
    api.call("PUT /api/cart/items/{item_id}", as_=shopper, path={"item_id": mug.id}, body={"quantity": 3})
    api.call("DELETE /api/cart/items/{item_id}", as_=shopper, path={"item_id": mug.id})

    updates = bus.recorded_as(CartUpdated)
    assert [(event.sequence, event.quantity) for event in updates] == [(1, 2), (2, 3), (3, 0)]
    assert [event.quantity for event in bus.recorded_as(UserAddedToCart)] == [2]


def test_a_repeated_request_is_added_once() -> None:
    shopper, mug = api.guest(), market.put_on_sale(market.open_shop())

    first, second = (market.add(shopper, mug, 2, key="once") for _ in range(2))
    other = market.add(shopper, mug, 3, key="once")

    assert first.text == second.text
    assert second.headers["Idempotent-Replayed"] == "true"
    assert (other.status, other.code) == (422, "idempotency_key_reused")
    assert market.cart(shopper)["lines"][0]["quantity"] == 2


def test_nobody_without_a_token_has_a_cart() -> None:
    assert api.call("GET /api/cart").status == 401


def test_adding_takes_three_statements_and_showing_one(database: World) -> None:
    shopper, mug = api.guest(), market.put_on_sale(market.open_shop())
    service = database.database("cart")
    market.add(shopper, mug)
    before = service.statements

    market.add(shopper, mug)
    added, shown = service.statements - before, service.statements
    market.cart(shopper)

    assert added <= 3
    assert service.statements - shown == 1


def test_the_most_units_at_the_highest_price_are_shown_and_too_much_for_an_order() -> None:
    shopper, shop = api.customer(), market.open_shop()
    for variant in (market.put_on_sale(shop, MOST, 999), market.put_on_sale(shop, MOST, 999)):
        added = market.add(shopper, variant, 999)
        assert (added.status, added.json["total"]["amount"]) == (201, 999 * MOST)

    cart, refused = market.cart(shopper), market.place(shopper)

    CartView.model_validate(cart)
    assert cart["total"]["amount"] == 2 * 999 * MOST
    assert (refused.status, refused.code) == (409, "total_too_large")
    assert market.cart(shopper) == cart
