"""What sellers see and do with their stock."""

from typing import Any

from events.inventory import MOST_UNITS, InventoryLow, InventoryUpdated
from functions.inventory.domain.model import LevelView
from souk.identity import Caller
from souk.ids import uuid7
from souk.paging import PageOf
from tests.support import api, bus, market
from tests.support.market import bring, category, open_shop
from tests.support.stock import available, levels, reserve, settle, stocked
from tests.support.world import World


def put(seller: Caller, variant_id: object, *, of: object = None, **body: Any) -> api.Answer:
    path, query = {"variant_id": variant_id}, {"seller_id": of} if of else {}
    return api.call("PUT /api/inventory/{variant_id}", path=path, query=query, body=body, as_=seller)


def adjust(seller: Caller, variant_id: object, delta: int, at: object = None, **request: Any) -> api.Answer:
    route, body = "POST /api/inventory/{variant_id}/adjustments", {"delta": delta, "reason": "Broken"}
    if at:
        body["warehouse_id"] = at
    return api.call(route, path={"variant_id": variant_id}, body=body, as_=seller, **request)


def test_a_shop_sees_its_own_stock_page_by_page(database: World) -> None:
    seller = api.seller()
    mine = stocked(1, 2, 3, seller_id=seller.seller_id)
    stocked(4)

    first = api.call("GET /api/inventory", query={"limit": 2}, as_=seller)
    second = api.call("GET /api/inventory", query={"limit": 2, "cursor": first.json["next_cursor"]}, as_=seller)

    PageOf[LevelView].model_validate_json(first.text)
    items = [*first.json["items"], *second.json["items"]]
    assert [(item["variant_id"], item["on_hand"]) for item in items] == [
        (str(variant), units) for variant, units in zip(mine, (1, 2, 3), strict=True)
    ]
    assert second.json["next_cursor"] is None


def test_stock_is_found_by_sku_with_the_products_title(database: World) -> None:
    seller, mugs = open_shop().keeper, category()
    bring(seller, mugs, "Mug")
    bring(seller, mugs, "Tray")

    items = api.call("GET /api/inventory", query={"sku": "TRAY"}, as_=seller).json["items"]

    assert [(item["sku"], item["title"], item["available"]) for item in items] == [("TRAY", "Tray", 5)]


def test_stock_is_counted_in_the_default_warehouse_or_a_named_one(database: World) -> None:
    seller = open_shop().keeper
    [mug] = stocked(5, seller_id=seller.seller_id)
    annexe = api.call("POST /api/warehouses", body={"name": "Annexe", "priority": 9}, as_=seller).json

    home = put(seller, mug, on_hand=8, threshold=2)
    there = put(seller, mug, on_hand=4, warehouse_id=annexe["id"])

    assert (home.status, home.json["warehouse"]["name"], home.json["on_hand"], home.json["threshold"]) == (
        200,
        "Main",
        8,
        2,
    )
    assert there.json["warehouse"] == {"id": annexe["id"], "name": "Annexe"}
    assert available(mug) == 12
    published = [one for event in bus.recorded_as(InventoryUpdated) for one in event.variants]
    assert [(one.version, one.available) for one in published] == [(1, 8), (2, 12)]


def test_from_how_many_stock_runs_low_is_set_without_a_count(database: World) -> None:
    seller = open_shop().keeper
    [mug] = stocked(5, seller_id=seller.seller_id)
    assert reserve(uuid7(), {mug: 4}) == []

    set_, nothing = put(seller, mug, threshold=3), put(seller, mug)

    assert (set_.status, set_.json["on_hand"], set_.json["threshold"]) == (200, 5, 3)
    assert (nothing.status, nothing.json["errors"][0]["field"]) == (422, "on_hand")
    assert levels(mug) == [(5, 4)]


def test_stock_is_never_counted_below_what_orders_hold(database: World) -> None:
    seller = api.seller()
    [mug] = stocked(5, seller_id=seller.seller_id)
    assert reserve(uuid7(), {mug: 4}) == []

    counted, adjusted = put(seller, mug, on_hand=3), adjust(seller, mug, -2)

    assert (counted.status, counted.code) == (adjusted.status, adjusted.code) == (409, "below_reserved")
    assert levels(mug) == [(5, 4)]
    assert adjust(seller, mug, -1).json["available"] == 0


def test_every_refused_adjustment_says_truly_why(database: World) -> None:
    seller = api.seller()
    [mug] = stocked(5, seller_id=seller.seller_id)
    assert reserve(uuid7(), {mug: 4}) == []

    refused = [adjust(seller, mug, -6), adjust(seller, mug, -2), adjust(seller, mug, MOST_UNITS - 4)]

    assert [(answer.status, answer.code) for answer in refused] == [
        (409, "below_zero"),
        (409, "below_reserved"),
        (409, "above_most_units"),
    ]
    assert levels(mug) == [(5, 4)]
    assert adjust(seller, mug, MOST_UNITS - 5).json["on_hand"] == MOST_UNITS


def test_the_first_units_in_another_warehouse_make_its_level(database: World) -> None:
    seller = open_shop().keeper
    [mug] = stocked(5, seller_id=seller.seller_id)
    annexe = api.call("POST /api/warehouses", body={"name": "Annexe", "priority": 9}, as_=seller).json["id"]

    refused, added = adjust(seller, mug, -1, annexe), adjust(seller, mug, 5, annexe)

    assert (refused.status, refused.code) == (409, "below_zero")
    assert (added.status, added.json["on_hand"]) == (201, 5)
    assert levels(mug) == [(5, 0), (5, 0)]


def test_what_stands_above_the_most_can_be_adjusted_downwards(database: World) -> None:
    seller = api.seller()
    [mug] = stocked(MOST_UNITS, seller_id=seller.seller_id)
    order = uuid7()
    assert reserve(order, {mug: 5}) == []
    assert settle("commit", order)
    put(seller, mug, on_hand=MOST_UNITS)
    with database.tx_as("inventory") as tx:
        tx.execute("SELECT restock(:order)", order=order)

    refused, lowered = adjust(seller, mug, 1), adjust(seller, mug, -1)

    assert refused.code == "above_most_units"
    assert (lowered.status, lowered.json["on_hand"]) == (201, MOST_UNITS + 4)


def test_an_adjustment_is_made_once_for_one_key(database: World) -> None:
    seller = api.seller()
    [mug] = stocked(5, seller_id=seller.seller_id)

    answers = [adjust(seller, mug, -2, key="0123456789abcdef") for _ in range(2)]

    assert [(answer.status, answer.json["on_hand"]) for answer in answers] == [(201, 3), (201, 3)]
    assert levels(mug) == [(3, 0)]
    with database.tx_as("admin") as tx:
        rows = tx.rows("SELECT on_hand_change, reason FROM inventory.stock_movements WHERE kind = 'adjusted'")
    assert rows == [{"on_hand_change": -2, "reason": "Broken"}]


def test_nothing_and_nonsense_are_refused(database: World) -> None:
    seller = api.seller()
    [mug] = stocked(5, seller_id=seller.seller_id)

    answers = [adjust(seller, mug, 0), put(seller, mug, on_hand=-1), put(seller, mug, on_hand=1_000_001)]

    assert [answer.status for answer in answers] == [422, 422, 422]
    assert levels(mug) == [(5, 0)]


def test_another_shops_stock_is_as_if_it_did_not_exist(database: World) -> None:
    owner, other = api.seller(), api.seller()
    [mug] = stocked(5, seller_id=owner.seller_id)
    [own] = stocked(5, seller_id=other.seller_id)
    warehouse = api.call("GET /api/warehouses", as_=owner).json["items"][0]

    answers = [
        put(other, mug, on_hand=9),
        adjust(other, mug, 1),
        put(other, own, on_hand=9, warehouse_id=warehouse["id"]),
        put(other, uuid7(), on_hand=9),
    ]

    assert [answer.status for answer in answers] == [404] * 4
    assert levels(mug) == levels(own) == [(5, 0)]
    assert len(api.call("GET /api/inventory", as_=other).json["items"]) == 1


def test_an_administrator_names_the_shop(database: World) -> None:
    seller = api.seller()
    [mug] = stocked(5, seller_id=seller.seller_id)

    unnamed = [api.call("GET /api/inventory", as_=api.admin()), put(api.admin(), mug, on_hand=7)]
    listed = api.call("GET /api/inventory", query={"seller_id": seller.seller_id}, as_=api.admin())

    assert [(answer.status, answer.json["errors"][0]["field"]) for answer in unnamed] == [(422, "seller_id")] * 2
    assert len(listed.json["items"]) == 1
    assert put(api.admin(), mug, of=seller.seller_id, on_hand=7).json["on_hand"] == 7
    assert put(api.admin(), mug, of=uuid7(), on_hand=9).code == "variant_not_found"
    assert levels(mug) == [(7, 0)]


def test_falling_to_the_threshold_is_published_once_until_it_was_above_again(database: World) -> None:
    seller = api.seller()
    [mug] = stocked(20, seller_id=seller.seller_id)
    put(seller, mug, on_hand=20, threshold=5)

    for units in (5, 4, 3):
        put(seller, mug, on_hand=units)
    low = api.call("GET /api/inventory", query={"low": "true"}, as_=seller).json["items"]
    put(seller, mug, on_hand=10)
    none = api.call("GET /api/inventory", query={"low": "true"}, as_=seller).json["items"]
    put(seller, mug, on_hand=5)

    published = bus.recorded_as(InventoryLow)
    assert [(event.available, event.threshold) for event in published] == [(5, 5), (5, 5)]
    assert [item["low"] for item in low] == [True]
    assert none == []


def test_every_movement_of_a_level_says_why_the_latest_first(database: World) -> None:
    shop = market.open_shop()
    mug = market.put_on_sale(shop, stock=5)
    path = {"variant_id": mug.id}
    [level] = api.made("GET /api/inventory", as_=shop.keeper)["items"]
    adjustment = {"delta": -1, "reason": "broken"}
    api.made("POST /api/inventory/{variant_id}/adjustments", as_=shop.keeper, path=path, body=adjustment)
    order = market.ordered(api.customer(), (mug, 2))
    place = path | {"warehouse_id": level["warehouse"]["id"]}
    movements = "GET /api/inventory/{variant_id}/warehouses/{warehouse_id}/movements"

    first = api.made(movements, as_=shop.keeper, path=place, query={"limit": 2})
    rest = api.made(movements, as_=shop.keeper, path=place, query={"limit": 2, "cursor": first["next_cursor"]})
    foreign = api.call(movements, as_=market.open_shop("Other").keeper, path=place)

    assert [
        (one["kind"], one["on_hand_change"], one["reserved_change"], one["order_id"], one["reason"])
        for one in first["items"] + rest["items"]
    ] == [
        ("reserved", 0, 2, order["id"], None),
        ("adjusted", -1, 0, None, "broken"),
        ("received", 5, 0, None, None),
    ]
    assert rest["next_cursor"] is None
    assert (foreign.status, foreign.code) == (404, "level_not_found")
