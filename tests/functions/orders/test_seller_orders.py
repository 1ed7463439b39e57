"""Sellers see and send their seller orders."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from events.orders import OrderCompleted, OrderShipped
from functions.orders.domain import history_store
from functions.orders.domain.model import SellerOrderView
from souk.ids import uuid7
from souk.paging import PageOf
from tests.support import aftersale, api, bus, market
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("database")
SHIP = "POST /api/seller/orders/{seller_order_id}/shipments"
DELIVERED = "POST /api/seller/orders/{seller_order_id}/delivered"


def two_seller_orders() -> tuple[market.Shop, market.Shop, dict[str, Any]]:
    one, other = market.open_shop("One"), market.open_shop("Other")
    order = market.ordered(api.customer(), (market.put_on_sale(one), 1), (market.put_on_sale(other), 2))
    market.pay(order)
    return one, other, order


def listed(shop: market.Shop, **query: Any) -> list[dict[str, Any]]:
    answer = api.call("GET /api/seller/orders", as_=shop.keeper, query=query)
    PageOf[SellerOrderView].model_validate_json(answer.text)
    items: list[dict[str, Any]] = answer.json["items"]
    return items


def test_a_seller_sees_a_seller_order_once_it_is_paid() -> None:
    shop = market.open_shop()
    order = market.ordered(api.customer(), (market.put_on_sale(shop, 1000), 2))
    unpaid = listed(shop)
    market.pay(order)

    (sold,) = listed(shop)

    assert unpaid == []
    assert sold["id"] == order["sellers"][0]["id"]
    assert (sold["status"], sold["order_status"], sold["number"]) == ("ready", "paid", order["number"])
    assert sold["commission"] == {"amount": 200, "currency": "GBP"}
    assert sold["shipping_address"]["city"] == "London"


def test_one_seller_order_says_what_to_pick_from_which_shelf_and_what_the_buyer_wishes() -> None:
    shop = market.open_shop()
    mug = market.put_on_sale(shop, stock=2)
    north = api.made("POST /api/warehouses", as_=shop.keeper, body={"name": "North", "country": "GB", "priority": 9})
    stocked = {"on_hand": 5, "warehouse_id": north["id"]}
    api.made("PUT /api/inventory/{variant_id}", as_=shop.keeper, path={"variant_id": mug.id}, body=stocked)
    order = market.ordered(api.customer(), (mug, 3), (market.put_on_sale(market.open_shop("Other")), 1), note="Ring")
    unpaid = looked_at(shop, order)
    market.pay(order)

    sold = looked_at(shop, order)

    assert (unpaid.status, unpaid.code) == (404, "seller_order_not_found")
    assert sold.json == listed(shop)[0]
    assert sold.json["note"] == "Ring"
    assert [(pick["warehouse"], pick["variant_id"], pick["quantity"]) for pick in sold.json["picks"]] == [
        ("Main", str(mug.id), 2),
        ("North", str(mug.id), 1),
    ]


def test_the_list_to_send_has_what_was_paid_and_is_not_sent_or_cancelled() -> None:
    shop, other = market.open_shop(), market.open_shop("Other")
    mug, scarf, customer = market.put_on_sale(shop), market.put_on_sale(other), api.customer()
    sent, waiting, cancelled, unpaid = (market.ordered(customer, (mug, 1), (scarf, 1)) for _ in range(4))
    for order in (sent, waiting, cancelled):
        market.pay(order)
    market.ship(other, waiting)
    market.ship(shop, sent)
    api.made("PUT /api/orders/{order_id}/cancel", as_=customer, path={"order_id": cancelled["id"]})

    assert [one["order_id"] for one in listed(shop, to_send="true")] == [waiting["id"]]
    assert unpaid["id"] not in [one["order_id"] for one in listed(shop)]


def looked_at(shop: market.Shop, order: dict[str, Any]) -> api.Answer:
    path = {"seller_order_id": market.seller_order_of(shop, order)}
    return api.call("GET /api/seller/orders/{seller_order_id}", as_=shop.keeper, path=path)


def test_a_seller_sees_nothing_of_the_other_sellers() -> None:
    one, other, order = two_seller_orders()

    seen = {shop.name: listed(shop) for shop in (one, other)}

    assert [len(found) for found in seen.values()] == [1, 1]
    assert seen["One"][0]["id"] != seen["Other"][0]["id"]
    assert [len(found[0]["lines"]) for found in seen.values()] == [1, 1]
    assert seen["One"][0]["order_id"] == order["id"]


def test_seller_orders_are_listed_newest_first_page_by_page() -> None:
    shop = market.open_shop()
    mug = market.put_on_sale(shop)
    orders = [market.ordered(api.customer(), (mug, 1)) for _ in range(3)]
    for order in orders:
        market.pay(order)

    first = api.call("GET /api/seller/orders", as_=shop.keeper, query={"limit": 2}).json
    rest = api.call("GET /api/seller/orders", as_=shop.keeper, query={"limit": 2, "cursor": first["next_cursor"]}).json

    assert [sold["order_id"] for sold in first["items"] + rest["items"]] == [order["id"] for order in orders][::-1]
    assert rest["next_cursor"] is None


def test_an_order_is_partly_shipped_then_shipped_then_completed() -> None:
    one, other, order = two_seller_orders()

    statuses = [market.ship(shop, order).json["order_status"] for shop in (one, other)]
    statuses += [market.deliver(shop, order).json["order_status"] for shop in (other, one)]

    assert statuses == ["partly_shipped", "shipped", "shipped", "completed"]
    shipped = bus.recorded_as(OrderShipped)
    assert [(event.status, event.seller_id) for event in shipped] == [
        ("partly_shipped", one.seller_id),
        ("shipped", other.seller_id),
    ]
    assert [event.sequence for event in shipped] == [3, 4]
    assert [str(event.order_id) for event in bus.recorded_as(OrderCompleted)] == [order["id"]]


def test_the_customer_sees_how_it_travels() -> None:
    shop, customer = market.open_shop(), api.customer()
    order = market.ordered(customer, (market.put_on_sale(shop), 1))
    market.pay(order)
    answer = market.ship(shop, order)

    (sold,) = api.call("GET /api/orders/{order_id}", as_=customer, path={"order_id": order["id"]}).json["sellers"]

    assert answer.status == 201
    assert (sold["status"], sold["carrier"], sold["tracking_number"]) == ("shipped", "Royal Mail", "RM123456785GB")


def test_a_seller_order_is_shipped_once() -> None:
    shop = market.open_shop()
    order = market.ordered(api.customer(), (market.put_on_sale(shop), 1))
    market.pay(order)

    first, replayed = market.ship(shop, order, key="once"), market.ship(shop, order, key="once")
    another = market.ship(shop, order)

    assert (first.text, replayed.headers["Idempotent-Replayed"]) == (replayed.text, "true")
    assert (another.status, another.code) == (409, "order_not_shippable")
    assert len(bus.recorded_as(OrderShipped)) == 1


@pytest.mark.parametrize("given_up", [False, True])
def test_what_was_not_paid_is_not_there_for_its_shop(given_up: bool) -> None:
    shop, customer = market.open_shop(), api.customer()
    order = market.ordered(customer, (market.put_on_sale(shop), 1))
    if given_up:
        api.made("PUT /api/orders/{order_id}/cancel", as_=customer, path={"order_id": order["id"]})
    before = market.history(order["id"])

    answers = [act(shop, order) for act in (looked_at, market.ship, market.deliver)]

    assert [(answer.status, answer.code) for answer in answers] == [(404, "seller_order_not_found")] * 3
    assert listed(shop) == []
    assert market.history(order["id"]) == before


def test_what_was_not_shipped_did_not_arrive() -> None:
    one, _, order = two_seller_orders()

    answer = market.deliver(one, order)

    assert (answer.status, answer.code) == (409, "order_not_deliverable")


def test_arriving_twice_changes_nothing() -> None:
    one, _, order = two_seller_orders()
    market.ship(one, order)

    first, second = market.deliver(one, order), market.deliver(one, order)

    assert (first.status, first.text) == (second.status, second.text)
    assert [entry["kind"] for entry in market.history(order["id"])] == [
        "placed",
        "paid",
        "seller_order_shipped",
        "seller_order_delivered",
    ]


@pytest.mark.parametrize("route", [SHIP, DELIVERED])
def test_another_sellers_seller_order_answers_like_one_that_does_not_exist(route: str) -> None:
    one, other, order = two_seller_orders()
    body = market.SHIPMENT if route == SHIP else None
    theirs = next(sold["id"] for sold in order["sellers"] if sold["seller_id"] == str(one.seller_id))

    foreign = api.call(route, as_=other.keeper, path={"seller_order_id": theirs}, body=body)
    missing = api.call(route, as_=other.keeper, path={"seller_order_id": uuid7()}, body=body)

    assert (foreign.status, foreign.code) == (missing.status, missing.code) == (404, "seller_order_not_found")
    assert len(market.history(order["id"])) == 2


def test_row_level_security_hides_other_sellers_even_from_a_careless_statement(database: World) -> None:
    one, other, order = two_seller_orders()

    with database.acting_for(one.seller_id, "orders") as tx:
        seen = tx.value("SELECT count(*) FROM seller_orders"), tx.value("SELECT count(*) FROM order_lines")
        changed = tx.execute("UPDATE seller_orders SET carrier = 'mine' WHERE seller_id <> :own", own=one.seller_id)
        whole = history_store.sold(tx, UUID(order["id"]))

    assert (seen, changed) == ((1, 1), 0)
    assert {share["seller_id"] for share in whole["sellers"]} == {str(one.seller_id), str(other.seller_id)}


def test_with_nobody_named_there_is_nothing(database: World) -> None:
    two_seller_orders()

    with database.tx_as("orders") as tx:
        seen = tx.value("SELECT count(*) FROM seller_orders"), tx.value("SELECT count(*) FROM order_lines")

    assert seen == (0, 0)


def test_a_seller_who_names_another_shop_is_refused() -> None:
    one, other, order = two_seller_orders()
    path = {"seller_order_id": market.seller_order_of(other, order)}

    answers = [
        api.call("GET /api/seller/orders", as_=one.keeper, query={"seller_id": other.seller_id}),
        api.call(SHIP, as_=one.keeper, path=path, query={"seller_id": other.seller_id}, body=market.SHIPMENT),
        api.call(DELIVERED, as_=one.keeper, path=path, query={"seller_id": other.seller_id}),
    ]

    assert [(answer.status, answer.code) for answer in answers] == [(403, "forbidden")] * 3
    assert len(market.history(order["id"])) == 2


def test_everything_of_an_order_is_published_as_sold_whichever_shop_acts(database: World) -> None:
    one, other, order = two_seller_orders()
    for shop in (one, other):
        assert market.ship(shop, order).status == 201
        assert market.deliver(shop, order).status == 200

    with database.tx_as("orders") as tx:
        whole = history_store.sold(tx, UUID(order["id"]))

    assert [line["seller_id"] for line in whole["lines"]] == sorted(map(str, (one.seller_id, other.seller_id)))
    assert sum(share["total"]["amount"] for share in whole["sellers"]) == order["total"]["amount"]


def search_in() -> tuple[market.Shop, dict[str, dict[str, Any]]]:
    """A shop with an order of each of three buyers."""
    shop = market.open_shop()
    mug = market.put_on_sale(shop)
    names = ("Ada Lovelace", "adam Smith", "Ünal Öz")
    orders = {}
    for name in names:
        address = market.ADDRESS | {"name": name}
        orders[name] = market.ordered(api.customer(), (mug, 1), shipping_address=address)
        market.pay(orders[name])
    return shop, orders


def test_shops_find_orders_by_number_and_by_how_the_name_on_the_parcel_begins() -> None:
    shop, orders = search_in()
    number = {name: order["number"] for name, order in orders.items()}

    def found(**query: Any) -> list[str]:
        return [one["number"] for one in listed(shop, **query)]

    assert found(number=number["Ünal Öz"]) == [number["Ünal Öz"]]
    assert found(buyer="ada") == [number["adam Smith"], number["Ada Lovelace"]]
    assert found(buyer="ADA L") == [number["Ada Lovelace"]]
    assert found(buyer="ünal") == [number["Ünal Öz"]]
    assert found(buyer="%") == found(buyer="Lovelace") == found(number="S-none") == []
    assert listed(market.open_shop("Other"), number=number["Ünal Öz"]) == []


def test_shops_find_orders_by_the_state_of_their_part_and_by_day() -> None:
    shop, orders = search_in()
    first, second, third = orders.values()
    market.ship(shop, first)
    aftersale.give_up(shop, second)
    today = datetime.now(UTC).date()

    def found(**query: Any) -> list[str]:
        return [one["order_id"] for one in listed(shop, **query)]

    assert [found(state=state) for state in ("shipped", "cancelled", "ready")] == [
        [one["id"]] for one in (first, second, third)
    ]
    assert found(to_send="true") == [third["id"]]
    assert len(found(first_day=today, last_day=today)) == 3
    assert found(first_day=today + timedelta(days=1)) == found(last_day=today - timedelta(days=1)) == []


def test_the_customer_follows_a_parcel_where_its_shop_says() -> None:
    shop, customer = market.open_shop(), api.customer()
    order = market.ordered(customer, (market.put_on_sale(shop), 1))
    market.pay(order)
    path = {"seller_order_id": market.seller_order_of(shop, order)}
    url = "https://track.example.com/parcels?number=RM123456785GB#now"

    for wrong in ("http://track.example.com", "https://a@b.example", "https://x.example/\nb", "javascript:alert(1)"):
        answer = api.call(SHIP, as_=shop.keeper, path=path, body=market.SHIPMENT | {"tracking_url": wrong})
        assert (answer.status, answer.json["errors"][0]["field"]) == (422, "tracking_url"), wrong
    assert api.call(SHIP, as_=shop.keeper, path=path, body=market.SHIPMENT | {"tracking_url": url}).status == 201

    assert market.look(customer, order)["sellers"][0]["tracking_url"] == url
    assert [event.tracking_url for event in bus.recorded_as(OrderShipped)] == [url]


def test_a_customer_is_no_seller() -> None:
    assert api.call("GET /api/seller/orders", as_=api.customer()).status == 403
