"""What shops and administrators make of promotions."""

from typing import Any

import pytest

from tests.support import api, market, promoting
from tests.support.market import Shop
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("database")
LATER, EARLIER = "2099-01-01T00:00:00+00:00", "2001-01-01T00:00:00+00:00"


def stored(database: World) -> list[str]:
    with database.tx_as("admin") as tx:
        return [row["one"] for row in tx.rows("SELECT one::text AS one FROM orders.promotions AS one ORDER BY id")]


@pytest.fixture(params=["shop", "platform"])
def shop(request: pytest.FixtureRequest, database: World) -> Shop | None:
    return market.open_shop() if request.param == "shop" else None


@pytest.mark.parametrize(
    "benefit",
    [
        promoting.TENTH,
        promoting.amount(500),
        promoting.FREE_DELIVERY,
        {"kind": "buy_x_get_y", "buy": 2, "get": 1, "rate": 5000},
    ],
    ids=lambda benefit: benefit["kind"],
)
def test_a_promotion_is_shown_as_it_was_made(shop: Shop | None, benefit: dict[str, Any]) -> None:
    address, maker = promoting.whose(shop)

    made = promoting.promote(shop, benefit=benefit, code="summer10", ends_at=LATER, total_limit=5, person_limit=1)

    assert made["benefit"] == benefit
    assert (made["code"], made["status"], made["used"], made["version"]) == ("SUMMER10", "active", 0, 1)
    assert made["seller_id"] == (str(shop.seller_id) if shop else None)
    path = {"promotion_id": made["id"]}
    assert api.made(f"GET {address}/{{promotion_id}}", as_=maker, path=path) == made
    assert promoting.look(made) == made
    for query in ({}, {"code": "Summer10"}):
        assert api.made(f"GET {address}", as_=maker, query=query)["items"] == [made]
    assert api.made(f"GET {address}", as_=maker, query={"code": "winter"})["items"] == []


def test_a_promotion_changes_at_the_version_that_was_read(shop: Shop | None, database: World) -> None:
    made = promoting.promote(shop, code="ten", total_limit=5)

    changed = promoting.change(made, shop, title="A fifth off", benefit={"kind": "percentage", "rate": 2000})
    before = stored(database)
    stale = promoting.change(made, shop, title="Stale")

    assert (changed.status, changed.json["version"], changed.json["title"]) == (200, 2, "A fifth off")
    assert changed.json["starts_at"] == made["starts_at"]
    assert (stale.status, stale.code, stale.json["version"]) == (409, "version_conflict", 2)
    assert stored(database) == before


def test_a_promotion_that_was_ended_is_over_and_its_code_is_free(shop: Shop | None, database: World) -> None:
    made = promoting.promote(shop, code="ten")

    ended, again = promoting.end(made, shop), promoting.end(made, shop)
    before = stored(database)
    changed = promoting.change(ended.json, shop, title="Still here")

    assert (ended.json["status"], ended.text) == ("ended", again.text)
    assert (changed.status, changed.code) == (409, "promotion_ended")
    assert stored(database) == before
    assert promoting.promote(shop, code="TEN")["status"] == "active"


def test_a_code_is_one_promotions_as_long_as_that_is_not_over(shop: Shop | None, database: World) -> None:
    made = promoting.promote(code="ten")
    other = promoting.promote(shop, code="other")
    before = stored(database)

    answers = [promoting.offer(shop, code="Ten"), promoting.change(other, shop, code="tEN")]

    assert [(answer.status, answer.code) for answer in answers] == [(409, "coupon_code_taken")] * 2
    assert stored(database) == before
    with database.tx_as("admin") as tx:
        tx.execute("UPDATE orders.promotions SET starts_at = now() - interval '2 s', ends_at = now() - interval '1 s'")
    assert promoting.offer(shop, code="Ten").status == 201
    assert promoting.look(made)["status"] == "ended"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "Two\nlines"}, "title"),
        ({"code": "two\nlines"}, "code"),
        ({"code": ""}, "code"),
        ({"benefit": {"kind": "magic"}}, "benefit"),
        ({"benefit": {"kind": "percentage", "rate": 0}}, "benefit.percentage.rate"),
        ({"benefit": {"kind": "percentage", "rate": 10_001}}, "benefit.percentage.rate"),
        ({"benefit": {"kind": "percentage", "rate": True}}, "benefit.percentage.rate"),
        ({"benefit": promoting.amount(0)}, "benefit.amount.amount.amount"),
        ({"benefit": promoting.amount(-1)}, "benefit.amount.amount.amount"),
        ({"benefit": promoting.amount(1, "XXX")}, "benefit.amount.amount.currency"),
        ({"benefit": {"kind": "buy_x_get_y", "buy": 0, "get": 1}}, "benefit.buy_x_get_y.buy"),
        ({"benefit": promoting.FREE_DELIVERY | {"rate": 1}}, "benefit.free_delivery.rate"),
        ({"least_total": {"amount": 0, "currency": "GBP"}}, "least_total.amount"),
        (
            {"benefit": promoting.amount(5), "least_total": {"amount": 9, "currency": "EUR"}},
            "least_total.currency",
        ),
        ({"starts_at": LATER, "ends_at": LATER}, "ends_at"),
        ({"ends_at": EARLIER}, "ends_at"),
        ({"starts_at": "2026-01-01T00:00:00"}, "starts_at"),
        ({"total_limit": 0}, "total_limit"),
        ({"person_limit": 10**4}, "person_limit"),
        ({"products": ["mug"]}, "products.0"),
        ({"used": 0}, "used"),
    ],
)  # fmt: skip
def test_a_promotion_that_does_not_fit_is_refused_by_name(
    shop: Shop | None, changes: dict[str, Any], field: str, database: World
) -> None:
    answer = promoting.offer(shop, **changes)

    assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (422, [field]), answer.text
    assert stored(database) == []


def test_a_shop_names_no_shops() -> None:
    answer = promoting.offer(market.open_shop(), shops=[])

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "shops")


@pytest.mark.parametrize(
    ("limits", "others"),
    [
        ({}, {"total_limit": 5}),
        ({}, {"person_limit": 5}),
        ({"total_limit": 5}, {"total_limit": None}),
        ({"person_limit": 5}, {"person_limit": None}),
    ],
)
def test_a_promotion_keeps_the_limits_it_was_made_with_or_without(
    shop: Shop | None, limits: dict[str, Any], others: dict[str, Any], database: World
) -> None:
    made = promoting.promote(shop, **limits)
    before = stored(database)

    answer = promoting.change(made, shop, **others)

    assert (answer.status, answer.code) == (409, "promotion_limits_fixed")
    assert stored(database) == before


def test_a_limit_is_not_less_than_what_was_used(shop: Shop | None, database: World) -> None:
    made = promoting.promote(shop, total_limit=5)
    for _ in range(2):
        market.ordered(api.customer(), (market.put_on_sale(shop or market.open_shop()), 1))
    before = stored(database)

    refused, allowed = (promoting.change(made, shop, total_limit=limit) for limit in (1, 2))

    assert (refused.status, refused.code) == (409, "promotion_limits_fixed")
    assert (allowed.json["used"], allowed.json["status"]) == (2, "used_up")
    assert stored(database) != before


def test_a_shops_promotion_is_its_own_alone(database: World) -> None:
    shop, other = market.open_shop(), market.open_shop()
    of_shop, of_platform = promoting.promote(shop), promoting.promote()
    before = stored(database)

    answers = [
        promoting.change(of_shop, other),
        promoting.end(of_shop, other),
        promoting.change(of_platform, other),
        promoting.end(of_platform, other),
        promoting.change(of_shop),
    ]

    assert [(answer.status, answer.code) for answer in answers] == [(404, "promotion_not_found")] * 5
    assert api.made("GET /api/seller/promotions", as_=other.keeper)["items"] == []
    assert stored(database) == before


def test_an_administrator_finds_and_ends_anybodys_promotion() -> None:
    shop = market.open_shop()
    of_shop, of_platform = promoting.promote(shop), promoting.promote()

    found = api.made("GET /api/admin/promotions", as_=api.admin())["items"]
    of_one = api.made("GET /api/admin/promotions", as_=api.admin(), query={"seller": shop.seller_id})["items"]

    assert found == [of_platform, of_shop]
    assert of_one == [of_shop]
    assert promoting.end(of_shop).json["status"] == "ended"


def test_promotions_are_listed_page_by_page() -> None:
    shop = market.open_shop()
    made = [promoting.promote(shop, title=f"Number {number}") for number in range(3)]

    first = api.made("GET /api/seller/promotions", as_=shop.keeper, query={"limit": 2})
    second = api.made("GET /api/seller/promotions", as_=shop.keeper, query={"limit": 2, "cursor": first["next_cursor"]})

    assert [*first["items"], *second["items"]] == made[::-1]
    assert second["next_cursor"] is None


def test_a_promotion_that_is_made_twice_with_one_key_is_one(database: World) -> None:
    answers = [
        api.call("POST /api/admin/promotions", as_=admin, body=promoting.promotion(), key="once")
        for admin in [api.admin()] * 2
    ]

    assert [answer.status for answer in answers] == [201, 201]
    assert len(stored(database)) == 1
