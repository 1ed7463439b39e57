"""What inventory does and publishes when orders and products change."""

from uuid import UUID

import pytest

from events.catalog import OfferedVariant, ProductUpdated
from events.inventory import MOST_UNITS, InventoryLow, InventoryReserved, InventoryUpdated
from events.orders import OrderCancelled, OrderCreated, OrderPaid
from functions.inventory import release_expired
from functions.inventory.domain import publication
from souk import Money
from souk.ids import uuid7
from tests.support import api, bus, market
from tests.support.post import Mailbox, Phones
from tests.support.stock import levels, receive, reserve, settle, stocked
from tests.support.world import World

POUND = Money(amount=100, currency="GBP")


def cancelled(order_id: UUID, sequence: int = 2) -> OrderCancelled:
    return OrderCancelled(sequence=sequence, order_id=order_id, customer_id=uuid7(), reason="customer")


def hold(order_id: UUID, demand: dict[UUID, int], until: str = "1 hour") -> None:
    assert reserve(order_id, demand, until) == []


def published() -> list[dict[UUID, int]]:
    """What was available in each event, by variant."""
    return [{one.variant_id: one.available for one in event.variants} for event in bus.recorded_as(InventoryUpdated)]


def counted(variant_id: UUID, seller_id: UUID) -> list[tuple[str, int]]:
    """The seller's open levels: the warehouse's name and what is on hand."""
    items = api.call("GET /api/inventory", as_=api.seller(seller_id)).json["items"]
    return [(item["warehouse"]["name"], item["on_hand"]) for item in items if item["variant_id"] == str(variant_id)]


def sold_out_and_closed(order_id: UUID, seller_id: UUID) -> UUID:
    """A variant whose two units an order took, of a shop whose warehouse has closed since."""
    [mug] = stocked(2, seller_id=seller_id)
    hold(order_id, {mug: 2})
    assert settle("commit", order_id)
    [main] = api.call("GET /api/warehouses", as_=api.seller(seller_id)).json["items"]
    path = {"warehouse_id": main["id"]}
    assert api.call("DELETE /api/warehouses/{warehouse_id}", path=path, as_=api.seller(seller_id)).status == 204
    return mug


def test_a_new_order_publishes_what_it_holds_and_what_is_left_in_one_message_each(database: World) -> None:
    [mug], [scarf] = stocked(10), stocked(4)
    order = uuid7()
    for _ in range(2):
        hold(order, {mug: 2, scarf: 1})

    [reserved] = bus.recorded_as(InventoryReserved)
    assert (reserved.order_id, reserved.aggregate_id, reserved.sequence) == (order, str(order), 1)
    assert {line.variant_id: line.quantity for line in reserved.lines} == {mug: 2, scarf: 1}
    assert published() == [{mug: 8, scarf: 3}]


def test_a_purchase_of_three_lines_publishes_stock_in_one_message(database: World) -> None:
    shops = market.open_shop("One"), market.open_shop("Other")
    variants = [market.put_on_sale(shop) for shop in (*shops, shops[0])]
    market.ordered(api.customer(), *[(variant, 1) for variant in variants])

    delivered = bus.drain(mail=Mailbox(), sms=Phones())

    [updated] = [event for event in delivered if isinstance(event, InventoryUpdated)]
    assert {one.variant_id: one.available for one in updated.variants} == {variant.id: 9 for variant in variants}
    assert any(isinstance(event, OrderPaid) for event in delivered)


def test_what_is_published_of_a_variant_is_numbered(database: World) -> None:
    [mug] = stocked(10)
    hold(uuid7(), {mug: 2})
    hold(uuid7(), {mug: 3})

    versions = [event.variants[0].version for event in bus.recorded_as(InventoryUpdated)]
    assert (versions, published()) == ([1, 2], [{mug: 8}, {mug: 5}])


def test_an_order_that_is_short_of_something_publishes_nothing(database: World) -> None:
    [mug], [scarf] = stocked(10), stocked(4)

    assert reserve(uuid7(), {mug: 2, scarf: 5}) == [{"variant_id": scarf, "requested": 5, "available": 4}]

    assert bus.recorded() == []


def test_stock_is_published_as_a_step_of_the_request_that_holds_it(database: World) -> None:
    buyer, mug = api.customer(), market.put_on_sale(market.open_shop())
    market.ordered(buyer, (mug, 1))

    [order] = bus.recorded_as(OrderCreated)
    kinds = InventoryReserved.name, InventoryUpdated.name
    assert order.correlation_id
    assert [bus.recorded(kind)[0].correlation_id for kind in kinds] == [order.correlation_id] * 2


def test_an_order_that_takes_a_level_to_its_threshold_publishes_it_once(database: World) -> None:
    seller = uuid7()
    [mug] = stocked(9, seller_id=seller)
    path, body = {"variant_id": mug}, {"on_hand": 10, "threshold": 4}
    assert api.call("PUT /api/inventory/{variant_id}", path=path, body=body, as_=api.seller(seller)).status == 200
    bus.taken()

    for _ in range(2):
        hold(uuid7(), {mug: 3})
    hold(uuid7(), {mug: 1})

    [low] = bus.recorded_as(InventoryLow)
    assert (low.variant_id, low.seller_id, low.available, low.threshold, low.sequence) == (mug, seller, 4, 4, 3)


def test_a_sale_of_what_is_held_changes_nothing_that_is_published(database: World) -> None:
    [mug] = stocked(10)
    order = uuid7()
    hold(order, {mug: 2})

    assert settle("commit", order)

    with database.tx_as("cart") as tx:
        left = tx.value("SELECT available FROM inventory_api.availability WHERE variant_id = :id", id=mug)
    assert published() == [{mug: left}]


def test_units_that_a_late_payment_draws_again_are_published_once(database: World) -> None:
    [mug] = stocked(10)
    order = uuid7()
    hold(order, {mug: 3}, until="-1 second")
    api.invoke(release_expired.handler, {})

    for _ in range(2):
        assert settle("commit", order)

    assert published() == [{mug: 7}, {mug: 10}, {mug: 7}]


def test_what_a_paid_order_took_comes_back_once_when_it_is_cancelled(database: World) -> None:
    [mug] = stocked(10)
    order = uuid7()
    hold(order, {mug: 3})
    assert settle("commit", order)

    failed = bus.deliver("inventory.take_back_stock", cancelled(order, 3), cancelled(order, 2), times=2)

    assert failed == []
    assert levels(mug) == [(10, 0)]
    assert published()[-1] == {mug: 10}


def test_units_come_back_above_the_most_that_people_may_count(database: World) -> None:
    seller = uuid7()
    [mug] = stocked(MOST_UNITS, seller_id=seller)
    order = uuid7()
    hold(order, {mug: 5})
    assert settle("commit", order)
    path, body = {"variant_id": mug}, {"on_hand": MOST_UNITS}
    assert api.call("PUT /api/inventory/{variant_id}", path=path, body=body, as_=api.seller(seller)).status == 200

    assert bus.deliver("inventory.take_back_stock", cancelled(order), times=2) == []

    assert levels(mug) == [(MOST_UNITS + 5, 0)]
    assert published()[-1] == {mug: MOST_UNITS + 5}


def test_what_a_closed_warehouse_sold_comes_back_to_the_shops_default_one(database: World) -> None:
    seller, order = market.open_shop().seller_id, uuid7()
    mug = sold_out_and_closed(order, seller)
    for name, priority in (("Far", 9), ("Near", 1)):
        body = {"name": name, "priority": priority}
        assert api.call("POST /api/warehouses", body=body, as_=api.seller(seller)).status == 201

    assert bus.deliver("inventory.take_back_stock", cancelled(order), times=2) == []

    assert counted(mug, seller) == [("Near", 2)]
    assert published()[-1] == {mug: 2}


def test_a_shop_without_a_warehouse_gets_one_for_what_comes_back_and_can_correct_it(database: World) -> None:
    seller, order = uuid7(), uuid7()
    mug = sold_out_and_closed(order, seller)

    assert bus.deliver("inventory.take_back_stock", cancelled(order), times=2) == []

    assert counted(mug, seller) == [("Main", 2)]
    path = {"variant_id": mug}
    corrected = api.call("PUT /api/inventory/{variant_id}", path=path, body={"on_hand": 0}, as_=api.seller(seller))
    assert corrected.status == 200
    assert reserve(uuid7(), {mug: 1}) == [{"variant_id": mug, "requested": 1, "available": 0}]


def test_a_released_order_is_not_given_back_twice(database: World) -> None:
    [mug] = stocked(10)
    order = uuid7()
    hold(order, {mug: 3})
    assert settle("release", order)

    assert bus.deliver("inventory.take_back_stock", cancelled(order), times=2) == []

    assert levels(mug) == [(10, 0)]


def test_an_order_that_holds_nothing_publishes_nothing(database: World) -> None:
    assert bus.deliver("inventory.take_back_stock", cancelled(uuid7())) == []

    assert bus.recorded() == []


def test_stock_that_was_set_with_a_product_is_published_only_where_it_is_low(database: World) -> None:
    seller = uuid7()
    mug, cup, tray = stocked(9, 9, 9, seller_id=seller)
    for one, threshold in ((mug, 4), (cup, 0), (tray, 9)):
        path, body = {"variant_id": one}, {"on_hand": 10, "threshold": threshold}
        assert api.call("PUT /api/inventory/{variant_id}", path=path, body=body, as_=api.seller(seller)).status == 200
    bus.taken()
    receive({mug: 3, cup: 3}, seller)
    offered = [
        OfferedVariant(variant_id=one, price=POUND, on_hand=on_hand)
        for one, on_hand in ((mug, 3), (cup, 3), (tray, None))
    ]
    event = ProductUpdated(sequence=2, product_id=uuid7(), seller_id=seller, category_id=uuid7(), variants=offered)

    assert bus.deliver("inventory.publish_low_stock", event, times=2) == []

    [low] = bus.recorded()
    assert isinstance(low, InventoryLow)
    assert (low.variant_id, low.available, low.threshold) == (mug, 3, 4)


def test_holds_that_ran_out_are_given_back_and_published(database: World) -> None:
    [mug] = stocked(10)
    gone, kept = uuid7(), uuid7()
    hold(gone, {mug: 3}, until="-1 second")
    hold(kept, {mug: 2})

    for _ in range(2):
        api.invoke(release_expired.handler, {})

    assert levels(mug) == [(10, 2)]
    assert published() == [{mug: 7}, {mug: 5}, {mug: 8}]


def test_many_variants_are_published_in_messages_that_the_bus_takes(
    database: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publication, "VARIANTS_IN_ONE_EVENT", 2)
    variants = stocked(*[5] * 5)
    hold(uuid7(), dict.fromkeys(variants, 1), until="-1 second")
    bus.taken()

    api.invoke(release_expired.handler, {})

    assert sorted(map(len, published())) == [1, 2, 2]
    assert {variant: left for event in published() for variant, left in event.items()} == dict.fromkeys(variants, 5)
