"""Where stock is kept."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Any
from uuid import UUID

from functions.inventory.domain import warehouses
from functions.inventory.domain.model import WarehouseView
from souk import SellerTransaction
from souk.identity import Caller
from souk.ids import uuid7
from souk.paging import PageOf
from tests.support import api
from tests.support.conditions import eventually
from tests.support.market import open_shop
from tests.support.stock import levels, reserve, settle, stocked
from tests.support.world import World


def open_(seller: Caller, name: str, priority: int = 0) -> api.Answer:
    body = {"name": name, "priority": priority, "country": "GB"}
    return api.call("POST /api/warehouses", body=body, as_=seller)


def change(seller: Caller, warehouse_id: str, **body: Any) -> api.Answer:
    path = {"warehouse_id": warehouse_id}
    return api.call("PUT /api/warehouses/{warehouse_id}", path=path, body=body, as_=seller)


def close(seller: Caller, warehouse_id: str) -> api.Answer:
    return api.call("DELETE /api/warehouses/{warehouse_id}", path={"warehouse_id": warehouse_id}, as_=seller)


def is_waiting(database: World) -> bool:
    waits = (
        "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database())"
    )
    with database.tx_as("admin") as tx:
        return bool(tx.value(waits))


def names(seller: Caller) -> list[str]:
    return [item["name"] for item in api.call("GET /api/warehouses", as_=seller).json["items"]]


def test_warehouses_are_listed_in_the_order_they_are_drawn_from(database: World) -> None:
    seller = open_shop().keeper
    for name, priority in (("Far", 9), ("Near", 1), ("Middle", 5)):
        assert open_(seller, name, priority).status == 201
    open_(open_shop().keeper, "Not mine")

    first = api.call("GET /api/warehouses", query={"limit": 2}, as_=seller)
    rest = api.call("GET /api/warehouses", query={"limit": 2, "cursor": first.json["next_cursor"]}, as_=seller)

    PageOf[WarehouseView].model_validate_json(first.text)
    assert [item["name"] for item in (*first.json["items"], *rest.json["items"])] == ["Near", "Middle", "Far"]


def test_a_name_is_taken_once_in_a_shop(database: World) -> None:
    seller = open_shop().keeper
    open_(seller, "Main")
    other = open_(seller, "Other").json

    again, renamed = open_(seller, "Main"), change(seller, other["id"], name="Main", version=1)

    assert (again.status, again.code) == (renamed.status, renamed.code) == (409, "warehouse_name_taken")
    assert sorted(names(seller)) == ["Main", "Other"]
    assert open_(open_shop().keeper, "Main").status == 201


def test_a_warehouse_is_changed_by_who_has_read_it_last(database: World) -> None:
    seller = open_shop().keeper
    made = open_(seller, "Main").json

    changed = change(seller, made["id"], name="Leith", priority=3, version=1)
    stale = change(seller, made["id"], name="Granton", version=1)
    foreign = change(api.seller(), made["id"], name="Mine", version=2)

    assert (changed.json["name"], changed.json["priority"], changed.json["version"]) == ("Leith", 3, 2)
    assert (stale.code, foreign.code) == ("version_conflict", "warehouse_not_found")
    assert names(seller) == ["Leith"]


def test_only_an_empty_warehouse_is_closed(database: World) -> None:
    seller = api.seller()
    [mug] = stocked(1, seller_id=seller.seller_id)
    [main] = api.call("GET /api/warehouses", as_=seller).json["items"]

    refused = close(seller, main["id"])
    foreign = close(api.seller(), main["id"])
    api.call("PUT /api/inventory/{variant_id}", path={"variant_id": mug}, body={"on_hand": 0}, as_=seller)
    closed = close(seller, main["id"])

    assert (refused.code, foreign.code, closed.status) == ("warehouse_not_empty", "warehouse_not_found", 204)
    assert levels(mug) == []
    assert names(seller) == []
    assert close(seller, main["id"]).status == 404
    stocked(3, seller_id=seller.seller_id)
    assert names(seller) == ["Main"]


def test_a_warehouse_whose_units_are_reserved_is_not_closed(database: World) -> None:
    seller = api.seller()
    [mug] = stocked(2, seller_id=seller.seller_id)
    assert reserve(uuid7(), {mug: 2}) == []
    [main] = api.call("GET /api/warehouses", as_=seller).json["items"]

    refused = close(seller, main["id"])

    assert (refused.status, refused.code) == (409, "warehouse_not_empty")
    assert levels(mug) == [(2, 2)]


def test_a_shop_without_a_warehouse_gets_one_for_its_next_units(database: World) -> None:
    seller = api.seller()
    [mug] = stocked(0, seller_id=seller.seller_id)
    [main] = api.call("GET /api/warehouses", as_=seller).json["items"]
    close(seller, main["id"])
    path = {"variant_id": mug}

    there = {"on_hand": 4, "warehouse_id": main["id"]}
    refused = api.call("PUT /api/inventory/{variant_id}", path=path, body=there, as_=seller)
    counted = api.call("PUT /api/inventory/{variant_id}", path=path, body={"on_hand": 4}, as_=seller)

    assert (refused.status, refused.code) == (404, "warehouse_not_found")
    assert (counted.status, counted.json["warehouse"]["name"]) == (200, "Main")
    assert counted.json["warehouse"]["id"] != main["id"]
    assert names(seller) == ["Main"]


def test_units_that_come_back_while_their_warehouse_closes_are_in_an_open_one(database: World) -> None:
    seller, order = api.seller(), uuid7()
    [mug] = stocked(2, seller_id=seller.seller_id)
    assert reserve(order, {mug: 2}) == []
    assert settle("commit", order)
    [main] = api.call("GET /api/warehouses", as_=seller).json["items"]
    with ThreadPoolExecutor(1) as pool:
        with database.tx_as("inventory") as tx:
            tx.execute("SELECT restock(:order)", order=order)
            closing = pool.submit(copy_context().run, close, seller, main["id"])
            eventually(lambda: is_waiting(database))
        refused = closing.result()

    assert (refused.status, refused.code) == (409, "warehouse_not_empty")
    assert levels(mug) == [(2, 0)]


def test_units_that_come_back_to_a_warehouse_that_is_closing_go_to_an_open_one(database: World) -> None:
    seller, order = api.seller(), uuid7()
    [mug] = stocked(2, seller_id=seller.seller_id)
    assert reserve(order, {mug: 2}) == []
    assert settle("commit", order)
    [main] = api.call("GET /api/warehouses", as_=seller).json["items"]

    def come_back() -> None:
        with database.tx_as("inventory") as tx:
            tx.execute("SELECT restock(:order)", order=order)

    def close_meanwhile(tx: SellerTransaction) -> Future[None]:
        warehouses.close_warehouse(tx, UUID(main["id"]))
        coming = pool.submit(come_back)
        eventually(lambda: is_waiting(database))
        return coming

    with ThreadPoolExecutor(1) as pool:
        database.database("inventory").write(close_meanwhile, seller.seller).result()

    [level] = api.call("GET /api/inventory", as_=seller).json["items"]
    assert (level["on_hand"], level["warehouse"]["name"]) == (2, "Main")
    assert level["warehouse"]["id"] != main["id"]
