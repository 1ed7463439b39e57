"""What coupons and promotions take off an order, and what becomes of them."""

from typing import Any
from uuid import UUID

import pytest

from events.orders import OrderCreated
from souk.identity import Caller
from tests.support import api, bus, market, paying, promoting
from tests.support.market import Shop, Variant
from tests.support.post import Mailbox, Phones
from tests.support.stock import levels
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("database")
LATER = "2099-01-01T00:00:00+00:00"


def gbp(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "GBP"}


def filled(shop: Shop | None = None, amount: int = 1000, quantity: int = 1) -> tuple[Caller, Shop, Variant]:
    shop = shop or market.open_shop()
    customer, mug = api.customer(), market.put_on_sale(shop, amount)
    assert market.add(customer, mug, quantity).status == 201
    return customer, shop, mug


def pass_by(database: World) -> None:
    """Let every promotion's time be up."""
    with database.tx_as("admin") as tx:
        tx.execute("UPDATE orders.promotions SET starts_at = now() - interval '2 s', ends_at = now() - interval '1 s'")


def test_a_coupon_takes_off_what_it_says_in_quote_order_and_views() -> None:
    customer, shop, _mug = filled(quantity=3)
    made = promoting.promote(shop, code="ten", title="A tenth off")

    entered = promoting.enter(customer, " Ten ")
    quoted = promoting.quote(customer)
    order = market.place(customer).json

    applied = {"id": made["id"], "seller_id": str(shop.seller_id), "title": "A tenth off", "code": "TEN"}
    applied["discount"] = gbp(300)
    assert (entered.status, entered.json) == (200, {"code": "TEN", "title": "A tenth off"})
    assert quoted["coupon"] == {"code": "TEN", "title": "A tenth off", "problem": None}
    for costs in (quoted, order, quoted["sellers"][0], order["sellers"][0]):
        assert (costs["items_total"], costs["discount_total"], costs["total"]) == (gbp(3000), gbp(300), gbp(3099))
        assert costs["tax_total"] == gbp(517)
        assert costs["promotions"] == [applied]
    [line] = order["sellers"][0]["lines"]
    assert (line["unit_price"], line["discount"], line["total"]) == (gbp(1000), gbp(300), gbp(2700))
    assert market.look(customer, order) == order
    [share] = bus.recorded_as(OrderCreated)[0].sellers
    assert (share.total.amount, share.commission.amount, share.subsidy.amount) == (3099, 270, 0)
    assert market.cart(customer)["coupon"] is None


def test_what_the_platform_takes_off_it_pays_to_the_shop() -> None:
    customer, shop, _mug = filled(quantity=3)
    promoting.promote(code="ten", stackable=True)
    promoting.promote(benefit=promoting.FREE_DELIVERY)
    promoting.enter(customer, "ten")

    order = market.place(customer).json
    market.pay(order)
    sold = api.made(
        "GET /api/seller/orders/{seller_order_id}",
        as_=shop.keeper,
        path={"seller_order_id": market.seller_order_of(shop, order)},
    )

    assert (order["shipping_total"], order["discount_total"], order["total"]) == (gbp(399), gbp(699), gbp(2700))
    assert [one["discount"]["amount"] for one in order["promotions"]] == [399, 300]
    [share] = bus.recorded_as(OrderCreated)[0].sellers
    assert (share.total.amount, share.tax.amount, share.commission.amount, share.subsidy.amount) == (
        2700,
        450,
        300,
        699,
    )
    assert sold["commission"] == gbp(300)


def test_a_promotion_is_for_what_it_names() -> None:
    shop = market.open_shop()
    parent = market.category("Kitchen")
    customer, mug = api.customer(), market.put_on_sale(shop, 1000)
    below = market.bring(shop.keeper, market.category("Pans", parent), "Pan")
    pan = Variant(UUID(below["variants"][0]["id"]), UUID(below["id"]), shop.seller_id, 1400)
    market.add(customer, mug)
    market.add(customer, pan)
    promoting.promote(shop, categories=[parent], stackable=True)
    promoting.promote(products=[str(mug.product_id)], benefit=promoting.amount(250), stackable=True)
    promoting.promote(shops=[str(market.open_shop().seller_id)], benefit=promoting.amount(9), stackable=True)

    quoted = promoting.quote(customer)

    lines = {line["variant_id"]: line["discount"]["amount"] for line in quoted["sellers"][0]["lines"]}
    assert lines == {str(mug.id): 250, str(pan.id): 140}


def test_two_shops_promotions_do_not_compete_and_two_of_one_do() -> None:
    one, other = market.open_shop("One"), market.open_shop("Other")
    customer, _, _ = filled(one)
    market.add(customer, market.put_on_sale(other, 2000))
    for shop in (one, one, other):
        promoting.promote(shop)

    assert promoting.quote(customer)["discount_total"] == gbp(300)


@pytest.mark.parametrize(
    ("made", "status", "code"),
    [
        (None, 422, "coupon_unknown"),
        ({"starts_at": LATER}, 409, "coupon_not_yet_valid"),
        ({"least_total": gbp(1001)}, 409, "coupon_total_too_small"),
        ({"least_total": {"amount": 1, "currency": "EUR"}}, 409, "coupon_not_applicable"),
        ({"benefit": promoting.amount(5, "EUR")}, 409, "coupon_not_applicable"),
        ({"products": ["01936e2c-7b00-7000-8000-000000000001"]}, 409, "coupon_not_applicable"),
        ({"categories": ["01936e2c-7b00-7000-8000-000000000001"]}, 409, "coupon_not_applicable"),
    ],
)
def test_a_coupon_that_is_of_no_use_is_refused_by_name(made: dict[str, Any] | None, status: int, code: str) -> None:
    customer, _, _ = filled()
    promoting.promote(code="kept", benefit=promoting.amount(1))
    promoting.enter(customer, "kept")
    if made:
        promoting.promote(code="ten", **made)

    answer = promoting.enter(customer, "ten")

    assert (answer.status, answer.code) == (status, code)
    assert answer.json.get("least_total") == (gbp(1001) if code == "coupon_total_too_small" else None)
    assert market.cart(customer)["coupon"] == "KEPT"


def test_a_coupon_of_another_shop_or_for_an_empty_cart_is_of_no_use() -> None:
    customer, _, _ = filled()
    promoting.promote(market.open_shop(), code="theirs")
    promoting.promote(code="ours")

    answers = [promoting.enter(customer, "theirs"), promoting.enter(api.guest(), "ours")]

    assert [answer.code for answer in answers] == ["coupon_not_applicable"] * 2


@pytest.mark.parametrize("body", [{"code": ""}, {"code": "a" * 41}, {"code": 10}, {}, {"code": "TEN", "more": 1}])
def test_what_is_no_code_is_refused_by_name(body: dict[str, Any]) -> None:
    customer, _, _ = filled()

    answer = api.call("PUT /api/cart/coupon", as_=customer, body=body)

    assert answer.status == 422
    assert market.cart(customer)["coupon"] is None


def test_a_coupon_that_stopped_fitting_is_said_in_the_quote_and_refused_with_the_order(database: World) -> None:
    customer, shop, mug = filled()
    promoting.promote(shop, code="ten")
    promoting.enter(customer, "ten")
    pass_by(database)

    quoted, answer = promoting.quote(customer), market.place(customer)

    assert quoted["coupon"] == {"code": "TEN", "title": "A tenth off", "problem": "coupon_expired"}
    assert (quoted["discount_total"], quoted["promotions"]) == (gbp(0), [])
    assert (answer.status, answer.code) == (409, "coupon_expired")
    assert (market.cart(customer)["quantity"], market.cart(customer)["coupon"]) == (1, "TEN")
    assert levels(mug.id) == [(10, 0)]
    api.made("DELETE /api/cart/coupon", as_=customer)
    assert promoting.quote(customer)["coupon"] is None
    assert market.place(customer).status == 201


def test_a_coupon_that_takes_less_off_than_another_promotion_is_kept_for_later() -> None:
    customer, shop, _ = filled()
    promoting.promote(shop, code="ten", total_limit=1)
    promoting.promote(shop, benefit=promoting.amount(500))
    promoting.enter(customer, "ten")

    quoted, order = promoting.quote(customer), market.place(customer).json

    assert quoted["coupon"]["problem"] == "coupon_outdone"
    assert [one["discount"] for one in order["promotions"]] == [gbp(500)]
    assert market.cart(customer)["coupon"] == "TEN"


def test_an_order_that_would_cost_another_total_than_was_agreed_to_is_refused(database: World) -> None:
    customer, shop, mug = filled()
    promoting.promote(shop)
    agreed = promoting.quote(customer)["total"]
    pass_by(database)

    answers = [market.place(customer, expected_total=one) for one in (agreed, agreed | {"currency": "EUR"})]

    assert [(answer.status, answer.code) for answer in answers] == [(409, "price_changed")] * 2
    [error] = answers[0].json["errors"]
    assert (error["field"], error["figures"]) == ("expected_total", {"was": 1299, "now": 1399})
    assert market.cart(customer)["quantity"] == 1
    assert levels(mug.id) == [(10, 0)]
    assert bus.recorded_as(OrderCreated) == []
    assert market.place(customer, expected_total=gbp(1399)).status == 201


def test_a_coupon_that_was_used_as_often_as_it_may_be_is_refused_by_name() -> None:
    shop = market.open_shop()
    first, second = filled(shop)[0], filled(shop)[0]
    made = promoting.promote(shop, code="once", total_limit=1)
    for customer in (first, second):
        assert promoting.enter(customer, "once").status == 200
    market.place(first)

    entered, placed, quoted = promoting.enter(second, "once"), market.place(second), promoting.quote(second)

    assert [(one.status, one.code) for one in (entered, placed)] == [(409, "coupon_used_up")] * 2
    assert quoted["coupon"]["problem"] == "coupon_used_up"
    assert (promoting.look(made)["used"], promoting.look(made)["status"]) == (1, "used_up")
    assert len(promoting.uses()) == 1


def test_a_person_has_a_coupon_as_often_as_a_person_may() -> None:
    shop = market.open_shop()
    customer, _, mug = filled(shop)
    promoting.promote(shop, code="twice", person_limit=2)
    for _ in range(2):
        assert promoting.enter(customer, "twice").status == 200
        assert market.place(customer).status == 201
        market.add(customer, mug)

    entered = promoting.enter(customer, "twice")
    other, _, _ = filled(shop)

    assert (entered.status, entered.code) == (409, "coupon_already_used")
    assert promoting.enter(other, "twice").status == 200


def test_a_guest_is_known_by_the_address() -> None:
    shop = market.open_shop()
    mug = market.put_on_sale(shop)
    promoting.promote(shop, code="once", person_limit=1)
    answers = []
    for email in ("ada@example.com", " ADA@example.com", "grace@example.com"):
        guest = api.guest()
        market.add(guest, mug)
        assert promoting.enter(guest, "once").status == 200
        answers.append(market.place(guest, email=email))

    assert [(answer.status, answer.code) for answer in answers] == [
        (201, None),
        (409, "coupon_already_used"),
        (201, None),
    ]


def test_an_order_that_is_given_up_gives_its_use_back_once_and_the_coupon_to_the_cart() -> None:
    customer, shop, _ = filled()
    made = promoting.promote(shop, code="once", total_limit=1, person_limit=1)
    promoting.enter(customer, "once")
    order = market.place(customer).json

    market.let_time_run_out(order)
    market.let_time_run_out(order)

    assert (promoting.look(made)["used"], promoting.uses()) == (0, [])
    assert market.cart(customer)["coupon"] == "ONCE"
    again = market.place(customer)
    assert (again.status, again.json["discount_total"]) == (201, gbp(100))
    assert promoting.look(made)["used"] == 1


def test_a_paid_order_that_is_cancelled_gives_its_use_back() -> None:
    customer, shop, _ = filled()
    made = promoting.promote(shop, total_limit=1)
    order = market.place(customer).json
    market.pay(order)

    cancelled = api.call("PUT /api/orders/{order_id}/cancel", as_=customer, path={"order_id": order["id"]})

    assert (cancelled.json["status"], cancelled.json["promotions"]) == ("cancelled", order["promotions"])
    assert (promoting.look(made)["used"], promoting.uses()) == (0, [])


def test_what_is_shipped_has_used_its_promotion() -> None:
    customer, shop, _ = filled()
    made = promoting.promote(shop, total_limit=1)
    order = market.place(customer).json
    market.pay(order)
    market.ship(shop, order)

    api.call("PUT /api/orders/{order_id}/cancel", as_=customer, path={"order_id": order["id"]})

    assert promoting.look(made)["used"] == 1


def test_what_costs_nothing_any_more_is_ordered_and_paid_all_the_same() -> None:
    customer, _, mug = filled()
    promoting.promote(benefit={"kind": "percentage", "rate": 10_000}, stackable=True)
    promoting.promote(benefit=promoting.FREE_DELIVERY, stackable=True)

    order = market.place(customer).json
    bus.drain(providers=paying.sandbox(), mail=Mailbox(), sms=Phones())

    assert (order["total"], order["tax_total"], order["discount_total"]) == (gbp(0), gbp(0), gbp(1399))
    assert market.look(customer, order)["status"] == "paid"
    assert levels(mug.id) == [(9, 0)]


def test_promotions_are_asked_for_in_one_round_trip_more(database: World) -> None:
    customer, shop, _mug = filled()
    promoting.promote(shop, code="ten", total_limit=5, person_limit=5)
    promoting.enter(customer, "ten")
    before = database.database("orders").statements

    assert market.place(customer).status == 201

    assert database.database("orders").statements - before == 3


def test_uses_without_a_limit_are_counted_when_somebody_looks() -> None:
    customer, shop, _ = filled()
    made = promoting.promote(shop)

    market.place(customer)

    assert promoting.look(made)["used"] == 1


def test_a_guests_coupon_comes_along_into_the_customers_cart(database: World) -> None:
    shop = market.open_shop()
    customer, guest, mug = api.customer(), api.guest(), market.put_on_sale(shop)
    promoting.promote(shop, code="ten")
    market.add(guest, mug)
    promoting.enter(guest, "ten")

    with database.tx_as("auth") as tx:
        tx.execute("SELECT cart_api.merge(:guest, :customer)", guest=guest.user_id, customer=customer.user_id)

    assert market.cart(customer)["coupon"] == "TEN"
    assert market.cart(guest)["coupon"] is None
