"""What customers see of the catalogue when shops, stock and categories change."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest

from events.catalog import ProductUpdated
from events.sellers import SellerApproved, SellerSuspended, SellerUpdated
from functions.catalog.browsing.domain import following, store
from functions.catalog.products.domain import offering
from functions.catalog.products.domain.model import CreateProduct
from souk import Cache, Transaction
from souk.identity import Caller
from souk.ids import uuid7
from tests.support import api, bus
from tests.support.market import bring, category, offer, open_shop, titles
from tests.support.world import World

FOLLOW, RELIST = "catalog.browsing.follow_seller", "catalog.browsing.relist_shop"


def suspended(seller: Caller, sequence: int) -> SellerSuspended:
    return SellerSuspended(sequence=sequence, seller_id=seller.seller, owner_id=seller.user_id, shop_name="Shop")


def approved(seller: Caller, sequence: int) -> SellerApproved:
    return SellerApproved(sequence=sequence, seller_id=seller.seller, owner_id=uuid7(), shop_name="Again")


def follow(*events: SellerApproved | SellerUpdated | SellerSuspended) -> None:
    assert bus.deliver(FOLLOW, *events, times=2) == []
    bus.drain(times=2)


def work_that_waits() -> list[dict[str, Any]]:
    parts = bus.enqueued()
    bus.taken()
    return parts


def show(product_id: str) -> api.Answer:
    return api.call("GET /api/products/{product_id}", path={"product_id": product_id})


def buyable(world: World, product_id: str) -> bool:
    with world.tx_as("cart") as tx:
        return bool(tx.value("SELECT buyable FROM catalog_api.variants WHERE product_id = :id", id=product_id))


def test_a_suspended_shop_leaves_the_shelf_until_it_is_approved_again(database: World) -> None:
    seller = open_shop().keeper
    product = bring(seller, category())["id"]
    show(product)

    follow(suspended(seller, 3))
    gone = (titles(), titles(q="mug"), show(product).status, buyable(database, product))
    again = SellerApproved(sequence=4, seller_id=seller.seller, owner_id=uuid7(), shop_name="Shop")
    follow(again)

    assert gone == ([], [], 404, False)
    assert (titles(), show(product).status, buyable(database, product)) == (["Stoneware Mug"], 200, True)


def test_an_older_event_of_a_shop_changes_nothing(database: World) -> None:
    seller = open_shop().keeper
    product = bring(seller, category())["id"]
    old = SellerApproved(sequence=2, seller_id=seller.seller, owner_id=uuid7(), shop_name="Old")

    follow(suspended(seller, 5), old, suspended(seller, 4))

    assert titles() == []
    assert not buyable(database, product)


def test_a_renamed_shop_is_shown_by_its_new_name(database: World) -> None:
    seller = open_shop("Old").keeper
    product = bring(seller, category())["id"]
    show(product)

    event = SellerUpdated(sequence=3, seller_id=seller.seller, shop_name="New", active=True)
    follow(event)

    assert show(product).json["seller"]["name"] == "New"
    assert api.call("GET /api/products").json["items"][0]["seller"]["name"] == "New"


def test_stock_that_runs_out_is_seen_in_the_list_and_on_the_page(database: World) -> None:
    seller = open_shop().keeper
    product = bring(seller, category())
    variant = product["variants"][0]["id"]
    show(product["id"])
    path = {"variant_id": variant}
    api.call("PUT /api/inventory/{variant_id}", path=path, body={"on_hand": 0}, as_=seller)

    bus.drain(times=2)

    assert titles(in_stock="true") == []
    assert show(product["id"]).json["stock_quantity"] == 0
    api.call("PUT /api/inventory/{variant_id}", path=path, body={"on_hand": 7}, as_=seller)
    bus.drain()
    assert titles(in_stock="true") == ["Stoneware Mug"]
    assert show(product["id"]).json["variants"][0]["available"] == 7


def test_a_changed_product_is_forgotten_in_the_cache(database: World) -> None:
    product = bring(open_shop().keeper, category())
    show(product["id"])
    key = f"product:{product['id']}"
    assert database.cache.get(key)
    event = ProductUpdated(sequence=2, product_id=product["id"], seller_id=uuid7(), category_id=uuid7(), variants=[])

    assert bus.deliver("catalog.products.purge_product_cache", event, times=2) == []

    assert database.cache.get(key) is None


def test_a_change_of_a_product_with_three_variants_is_one_message_and_lists_it_once(
    database: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seller, mugs = open_shop().keeper, category()
    sizes = [
        {"sku": size, "options": {"size": size}, "price": {"amount": 1400, "currency": "GBP"}, "stock": 5}
        for size in "SML"
    ]
    product = bring(seller, mugs, variants=sizes)
    bus.drain()
    refreshed: list[list[UUID]] = []
    refresh = store.refresh

    def counted(tx: Transaction, product_ids: list[UUID]) -> None:
        refreshed.append(product_ids)
        refresh(tx, product_ids)

    monkeypatch.setattr(store, "refresh", counted)
    body = offer(mugs, "Tall Mug", version=1, variants=[one | {"stock": 9} for one in sizes])
    answer = api.call("PUT /api/products/{product_id}", path={"product_id": product["id"]}, body=body, as_=seller)

    delivered = bus.drain(times=2)

    assert answer.status == 200
    [updated] = delivered
    assert isinstance(updated, ProductUpdated)
    assert [one.on_hand for one in updated.variants] == [9, 9, 9]
    assert refreshed == [[UUID(product["id"])]]
    assert titles(in_stock="true") == ["Tall Mug"]


def test_stock_that_does_not_run_out_leaves_the_list_as_it_is(database: World) -> None:
    seller = open_shop().keeper
    product = bring(seller, category())
    path = {"variant_id": product["variants"][0]["id"]}
    written = "SELECT xmin::text FROM catalog.listings UNION SELECT xmin::text FROM catalog.cards"
    with database.tx_as("admin") as tx:
        before = tx.rows(written)

    for on_hand in (3, 7):
        api.call("PUT /api/inventory/{variant_id}", path=path, body={"on_hand": on_hand}, as_=seller)
    bus.drain(times=2)

    with database.tx_as("admin") as tx:
        assert tx.rows(written) == before
    assert show(product["id"]).json["stock_quantity"] == 7


def test_a_shop_of_many_products_is_followed_part_by_part(database: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "RELISTED_AT_ONCE", 2)
    seller, mugs = open_shop().keeper, category()
    for number in range(5):
        bring(seller, mugs, f"Mug {number}")
    bus.taken()
    assert bus.deliver(FOLLOW, suspended(seller, 3), times=2) == []

    left = []
    while parts := work_that_waits():
        assert bus.deliver(RELIST, *parts, times=2) == []
        left.append(len(titles()))

    assert left == [3, 1, 0]
    follow(approved(seller, 2))
    assert titles() == []
    follow(approved(seller, 4))
    assert len(titles()) == 5


@pytest.mark.parametrize("is_later_first", [False, True])
def test_what_a_shop_becomes_while_its_products_are_walked_is_what_is_seen(
    database: World, monkeypatch: pytest.MonkeyPatch, is_later_first: bool
) -> None:
    monkeypatch.setattr(following, "RELISTED_AT_ONCE", 2)
    seller, mugs = open_shop().keeper, category()
    for number in range(5):
        bring(seller, mugs, f"Mug {number}")
    bus.taken()
    bus.deliver(FOLLOW, suspended(seller, 3))
    bus.deliver(RELIST, *work_that_waits())
    assert len(titles()) == 3

    bus.deliver(FOLLOW, approved(seller, 4))
    while parts := work_that_waits():
        assert bus.deliver(RELIST, *(reversed(parts) if is_later_first else parts), times=2) == []

    assert len(titles()) == 5


def test_a_shop_does_not_change_under_a_part_that_lists_its_products(database: World) -> None:
    seller = open_shop().keeper
    bring(seller, category())
    bus.taken()
    assert seller.seller
    bus.deliver(FOLLOW, suspended(seller, 3))

    with ThreadPoolExecutor(1) as beside:
        with database.acting_for(seller.seller, "catalog") as tx:
            store.next_of_shop(tx, UUID(int=0), 10)
            again = beside.submit(bus.deliver, FOLLOW, approved(seller, 4))
            database.until_somebody_waits()
        assert again.result() == []
    bus.drain()

    assert titles() == ["Stoneware Mug"]


def test_a_category_of_many_products_is_followed_part_by_part(database: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "RELISTED_AT_ONCE", 2)
    home, mugs, seller = category("Home"), category("Mugs"), open_shop().keeper
    for number in range(3):
        bring(seller, mugs, f"Mug {number}")
    bus.taken()
    body = {"parent_id": home, "version": 1}
    api.made("PUT /api/categories/{category_id}/place", path={"category_id": mugs}, body=body, as_=api.admin())

    bus.drain(times=2)

    assert len(titles(category="home")) == 3


def test_a_renamed_category_is_seen_on_a_cached_page(database: World) -> None:
    mugs = category("Mugs")
    product = bring(open_shop().keeper, mugs)["id"]
    show(product)
    body = {"name": "Cups", "version": 1}
    api.call("PUT /api/categories/{category_id}", path={"category_id": mugs}, body=body, as_=api.admin())

    bus.drain(times=2)

    assert [step["name"] for step in show(product).json["category"]] == ["Cups"]
    assert titles(category="cups") == ["Stoneware Mug"]


def test_what_is_brought_while_its_category_moves_is_listed_where_that_comes_to_stand(database: World) -> None:
    garden, home = category("Garden"), category("Home")
    mugs, shop = category("Mugs", home), open_shop()
    body = {"parent_id": garden, "version": 1}

    def move() -> api.Answer:
        return api.call(
            "PUT /api/categories/{category_id}/place", path={"category_id": home}, body=body, as_=api.admin()
        )

    with ThreadPoolExecutor(1) as beside:
        with database.acting_for(shop.seller_id, "catalog") as tx:
            offering.create_product(tx, CreateProduct.model_validate(offer(mugs)))
            moved = beside.submit(move)
            database.until_somebody_waits()
        assert moved.result().status == 200
    bus.drain(times=2)

    assert titles(category="garden") == ["Stoneware Mug"]


def test_a_page_is_forgotten_again_until_valkey_says_that_it_is(database: World) -> None:
    bring(open_shop().keeper, category())
    [changed] = [event for event in bus.recorded() if event.name == "product.created"]
    purge = "catalog.products.purge_product_cache"

    assert len(bus.deliver(purge, changed, cache=Cache("valkey://127.0.0.1:1"))) == 1
    assert bus.deliver(purge, changed) == []
