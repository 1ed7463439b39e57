"""What inventory hears, does and tells."""

from typing import Any
from uuid import UUID

from events.catalog import OfferedVariant, ProductCreated
from events.orders import OrderCancelled, OrderCreated, OrderPaid
from functions.inventory import release_expired
from souk import Money
from souk.ids import uuid7
from tests.support import api, bus
from tests.support.stock import levels, stocked
from tests.support.world import World

POUND = Money(amount=100, currency="GBP")


def created(order_id: UUID) -> OrderCreated:
    return OrderCreated(
        order_id=order_id,
        customer_id=uuid7(),
        total=POUND,
        currency="GBP",
        payment_method="sandbox_visa",
        sellers=[],
        lines=[],
    )


def paid(order_id: UUID) -> OrderPaid:
    return OrderPaid(sequence=2, order_id=order_id, customer_id=uuid7(), total=POUND, sellers=[], lines=[])


def cancelled(order_id: UUID, sequence: int = 2) -> OrderCancelled:
    return OrderCancelled(sequence=sequence, order_id=order_id, customer_id=uuid7(), reason="customer")


def reserve(world: World, order_id: UUID, demand: dict[UUID, int], until: str = "1 hour") -> None:
    with world.tx_as("orders") as tx:
        sql = "SELECT * FROM inventory_api.reserve(:o, :v::uuid[], :q::int[], now() + CAST(:u AS interval))"
        assert tx.rows(sql, o=order_id, v=list(demand), q=list(demand.values()), u=until) == []


def ask(world: World, question: str, order_id: UUID) -> None:
    with world.tx_as("orders") as tx:
        assert tx.value(f"SELECT inventory_api.{question}(:o)", o=order_id)


def told(name: str = "inventory.updated") -> list[Any]:
    return list(bus.recorded(name))


def test_a_new_order_tells_which_stock_it_holds_across_shops(database: World) -> None:
    [mug], [scarf] = stocked(database, 10), stocked(database, 4)
    order = uuid7()
    reserve(database, order, {mug: 2, scarf: 1})

    assert bus.deliver("inventory.announce_reserved", created(order), times=2) == []

    [reserved] = told("inventory.reserved")
    assert {line.variant_id: line.quantity for line in reserved.lines} == {mug: 2, scarf: 1}
    assert {event.variant_id: event.available for event in told()} == {mug: 8, scarf: 3}


def test_a_sale_tells_what_is_left_and_that_it_is_low_once(database: World) -> None:
    seller = api.seller()
    [mug] = stocked(database, 10, seller_id=seller.seller_id)
    body = {"on_hand": 10, "threshold": 7}
    api.call("PUT /api/inventory/{variant_id}", path={"variant_id": mug}, body=body, as_=seller)
    first, second = uuid7(), uuid7()
    for order in (first, second):
        reserve(database, order, {mug: 2})
        ask(database, "commit", order)

    assert bus.deliver("inventory.announce_stock", paid(second), paid(first), times=2) == []

    assert [(event.sequence, event.on_hand, event.reserved) for event in told()] == [(1, 10, 0), (2, 6, 0), (3, 6, 0)]
    assert [event.available for event in told("inventory.low_stock")] == [6]


def test_what_a_paid_order_took_comes_back_when_it_is_cancelled_however_often_it_is_told(database: World) -> None:
    [mug] = stocked(database, 10)
    order = uuid7()
    reserve(database, order, {mug: 3})
    ask(database, "commit", order)

    failed = bus.deliver("inventory.take_back_stock", cancelled(order, 3), cancelled(order, 2), times=2)

    assert failed == []
    assert levels(database, mug) == [(10, 0)]
    assert told()[-1].available == 10


def test_a_released_order_is_not_given_back_twice(database: World) -> None:
    [mug] = stocked(database, 10)
    order = uuid7()
    reserve(database, order, {mug: 3})
    ask(database, "release", order)

    assert bus.deliver("inventory.take_back_stock", cancelled(order), times=2) == []

    assert levels(database, mug) == [(10, 0)]


def test_an_order_that_holds_nothing_is_told_of_nothing(database: World) -> None:
    for reaction, event in (
        ("announce_reserved", created(uuid7())),
        ("announce_stock", paid(uuid7())),
        ("take_back_stock", cancelled(uuid7())),
    ):
        assert bus.deliver(f"inventory.{reaction}", event) == []

    assert bus.recorded() == []


def test_a_delivery_with_a_product_is_told(database: World) -> None:
    seller = uuid7()
    mug, tray = stocked(database, 10, 5, seller_id=seller)
    offered = [OfferedVariant(variant_id=one, price=POUND, stocked=one == mug) for one in (mug, tray)]
    event = ProductCreated(product_id=uuid7(), seller_id=seller, category_id=uuid7(), variants=offered)

    assert bus.deliver("inventory.announce_stock", event, times=2) == []

    assert [(one.variant_id, one.available) for one in told()] == [(mug, 10)]


def test_holds_that_ran_out_are_given_back_and_told(database: World) -> None:
    [mug] = stocked(database, 10)
    gone, kept = uuid7(), uuid7()
    reserve(database, gone, {mug: 3}, until="-1 second")
    reserve(database, kept, {mug: 2})

    for _ in range(2):
        api.invoke(release_expired.handler, {})

    assert levels(database, mug) == [(10, 2)]
    assert [event.available for event in told()] == [8]
