"""Units of a paid order that come back to the shelf: each once, to where they were taken from."""

from uuid import UUID

import pytest

from souk.ids import uuid7
from souk.sqlstate import CheckViolation
from tests.support.stock import levels, reserve, stocked
from tests.support.world import World

TAKE_BACK = "SELECT inventory_api.take_back(:order_id, :variants::uuid[], :quantities::integer[])"


def sell(world: World, demand: dict[UUID, int], *, paid: bool = True) -> UUID:
    order_id = uuid7()
    assert reserve(order_id, demand) == []
    if paid:
        with world.tx_as("orders") as tx:
            assert tx.value("SELECT inventory_api.commit(:order_id)", order_id=order_id)
    return order_id


def take_back(world: World, order_id: UUID, units: dict[UUID, int | None]) -> None:
    with world.tx_as("orders") as tx:
        tx.execute(TAKE_BACK, order_id=order_id, variants=list(units), quantities=list(units.values()))


def cancel(world: World, order_id: UUID) -> None:
    with world.tx_as("inventory") as tx:
        tx.execute("SELECT restock(:order_id)", order_id=order_id)


def test_units_come_back_each_once_and_a_cancellation_brings_the_rest(database: World) -> None:
    mug, bowl = stocked(10, 10)
    order_id = sell(database, {mug: 4, bowl: 2})

    take_back(database, order_id, {mug: 1})
    some = levels(mug), levels(bowl)
    take_back(database, order_id, {bowl: None})
    cancel(database, order_id)
    cancel(database, order_id)
    take_back(database, order_id, {mug: None})

    assert some == ([(7, 0)], [(8, 0)])
    assert (levels(mug), levels(bowl)) == ([(10, 0)], [(10, 0)])
    with database.tx_as("admin") as tx:
        moved = tx.value("SELECT sum(on_hand_change) FROM inventory.stock_movements WHERE order_id = :id", id=order_id)
    assert moved == 0


def test_more_than_was_taken_does_not_come_back(database: World) -> None:
    [mug] = stocked(10)
    order_id = sell(database, {mug: 2})
    take_back(database, order_id, {mug: 1})

    with pytest.raises(CheckViolation):
        take_back(database, order_id, {mug: 2})

    assert levels(mug) == [(9, 0)]


def test_what_was_not_paid_for_is_not_taken_back(database: World) -> None:
    [mug] = stocked(10)
    order_id = sell(database, {mug: 2}, paid=False)

    take_back(database, order_id, {mug: 1})

    assert levels(mug) == [(10, 2)]


def test_units_come_back_to_the_warehouses_they_were_taken_from(database: World) -> None:
    shop = uuid7()
    [mug] = stocked(2, seller_id=shop)
    with database.tx_as("admin") as tx:
        tx.execute("INSERT INTO inventory.warehouses (seller_id, name, priority) VALUES (:id, 'North', 9)", id=shop)
        tx.execute(
            "INSERT INTO inventory.stock_levels (variant_id, warehouse_id, seller_id, on_hand) "
            "SELECT :mug, id, seller_id, 5 FROM inventory.warehouses WHERE seller_id = :id AND name = 'North'",
            mug=mug,
            id=shop,
        )
    order_id = sell(database, {mug: 4})

    before = sorted(levels(mug))
    take_back(database, order_id, {mug: 3})
    take_back(database, order_id, {mug: 1})

    assert before == [(0, 0), (3, 0)]
    assert sorted(levels(mug)) == [(2, 0), (5, 0)]
