"""What orders may ask of stock, and what is left of it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from souk.ids import uuid7
from tests.support.stock import available, levels, stocked
from tests.support.world import World

LATER = datetime.now(UTC) + timedelta(minutes=15)
GONE = datetime.now(UTC) - timedelta(seconds=1)


def reserve(
    world: World, order_id: UUID, demand: Iterable[tuple[UUID, int]], until: datetime = LATER
) -> list[dict[str, Any]]:
    pairs = list(demand)
    with world.tx_as("orders") as tx:
        return tx.rows(
            "SELECT * FROM inventory_api.reserve(:order_id, :variants::uuid[], :quantities::int[], :until)",
            order_id=order_id,
            variants=[variant for variant, _ in pairs],
            quantities=[quantity for _, quantity in pairs],
            until=until,
        )


def ask(world: World, question: str, order_id: UUID) -> bool:
    with world.tx_as("orders") as tx:
        return bool(tx.value(f"SELECT inventory_api.{question}(:order_id)", order_id=order_id))


def run_out(world: World) -> list[UUID]:
    with world.tx_as("inventory") as tx:
        return [row["order_id"] for row in tx.rows("SELECT unnest(release_expired(100)) AS order_id")]


def test_a_reservation_holds_units_that_nobody_else_can_have(database: World) -> None:
    [mug] = stocked(10)

    shortages = reserve(database, uuid7(), [(mug, 7)])

    assert shortages == []
    assert available(mug) == 3
    assert reserve(database, uuid7(), [(mug, 4)]) == [{"variant_id": mug, "requested": 4, "available": 3}]


def test_the_demand_of_an_order_is_summed_before_it_is_checked(database: World) -> None:
    [mug] = stocked(10)

    shortages = reserve(database, uuid7(), [(mug, 6), (mug, 6)])

    assert shortages == [{"variant_id": mug, "requested": 12, "available": 10}]
    assert available(mug) == 10


def test_one_line_that_is_short_holds_nothing_of_the_order(database: World) -> None:
    mug, scarf = stocked(10, 1)
    order = uuid7()

    shortages = reserve(database, order, [(mug, 2), (scarf, 2)])

    assert shortages == [{"variant_id": scarf, "requested": 2, "available": 1}]
    assert levels(mug) == [(10, 0)]
    assert not ask(database, "commit", order)


def test_a_variant_that_was_never_stocked_is_short(database: World) -> None:
    unknown = uuid7()

    assert reserve(database, uuid7(), [(unknown, 1)]) == [{"variant_id": unknown, "requested": 1, "available": 0}]


def test_reserving_twice_for_an_order_is_one_hold(database: World) -> None:
    [mug] = stocked(10)
    order = uuid7()

    first = reserve(database, order, [(mug, 4)])
    second = reserve(database, order, [(mug, 4)])

    assert first == second == []
    assert levels(mug) == [(10, 4)]


def test_committing_takes_the_units_off_the_shelf_once(database: World) -> None:
    [mug] = stocked(10)
    order = uuid7()
    reserve(database, order, [(mug, 4)])

    answers = [ask(database, "commit", order) for _ in range(2)]

    assert answers == [True, True]
    assert levels(mug) == [(6, 0)]


def test_releasing_gives_the_units_back_once(database: World) -> None:
    [mug] = stocked(10)
    order = uuid7()
    reserve(database, order, [(mug, 4)])

    answers = [ask(database, "release", order) for _ in range(2)]

    assert answers == [True, True]
    assert levels(mug) == [(10, 0)]
    assert not ask(database, "commit", order)
    assert levels(mug) == [(10, 0)]


def test_what_was_committed_cannot_be_released(database: World) -> None:
    [mug] = stocked(10)
    order = uuid7()
    reserve(database, order, [(mug, 4)])
    ask(database, "commit", order)

    released = ask(database, "release", order)

    assert not released
    assert levels(mug) == [(6, 0)]


def test_a_hold_that_ran_out_is_given_back(database: World) -> None:
    [mug] = stocked(10)
    late, early = uuid7(), uuid7()
    reserve(database, late, [(mug, 4)], GONE)
    reserve(database, early, [(mug, 1)])

    expired = run_out(database)

    assert expired == [late]
    assert run_out(database) == []
    assert levels(mug) == [(10, 1)]


def test_a_payment_after_the_hold_ran_out_takes_the_units_again(database: World) -> None:
    [mug] = stocked(10)
    order = uuid7()
    reserve(database, order, [(mug, 4)], GONE)
    run_out(database)

    committed = ask(database, "commit", order)

    assert committed
    assert levels(mug) == [(6, 0)]


def test_a_payment_after_the_units_went_to_others_is_told_so(database: World) -> None:
    [mug] = stocked(10)
    late, other = uuid7(), uuid7()
    reserve(database, late, [(mug, 4)], GONE)
    run_out(database)
    reserve(database, other, [(mug, 7)])

    committed = ask(database, "commit", late)

    assert not committed
    assert levels(mug) == [(10, 7)]
    assert ask(database, "release", late)


def test_warehouses_are_drawn_from_by_priority(database: World) -> None:
    seller = uuid7()
    [mug] = stocked(3, seller_id=seller)
    with database.acting_for(seller, "inventory") as tx:
        warehouse = tx.value(
            "INSERT INTO warehouses (seller_id, name, priority) VALUES (:seller, 'Annexe', 5) RETURNING id",
            seller=seller,
        )
        tx.execute(
            "INSERT INTO stock_levels (variant_id, warehouse_id, seller_id, on_hand) VALUES (:mug, :at, :seller, 5)",
            mug=mug,
            at=warehouse,
            seller=seller,
        )
    order = uuid7()

    assert reserve(database, order, [(mug, 5)]) == []

    assert levels(mug) == [(3, 3), (5, 2)]
    assert ask(database, "commit", order)
    assert levels(mug) == [(0, 0), (3, 0)]


def test_a_level_is_the_sum_of_its_movements(database: World) -> None:
    [mug] = stocked(10)
    orders = [uuid7() for _ in range(4)]
    for order, until in zip(orders, (LATER, LATER, GONE, LATER), strict=True):
        reserve(database, order, [(mug, 2)], until)
    ask(database, "commit", orders[0])
    ask(database, "release", orders[1])
    run_out(database)
    ask(database, "commit", orders[2])

    with database.tx_as("admin") as tx:
        sums = tx.rows(
            "SELECT sum(on_hand_change)::int AS on_hand, sum(reserved_change)::int AS reserved "
            "FROM inventory.stock_movements"
        )

    assert levels(mug) == [(sums[0]["on_hand"], sums[0]["reserved"])] == [(6, 2)]


def test_movements_cannot_be_rewritten(database: World) -> None:
    stocked(10)

    with pytest.raises(Exception, match="permission denied"), database.tx_as("inventory") as tx:
        tx.execute("UPDATE stock_movements SET on_hand_change = 1")


def test_a_delivery_never_takes_what_orders_hold_and_says_so(database: World) -> None:
    seller = uuid7()
    [mug] = stocked(10, seller_id=seller)
    reserve(database, uuid7(), [(mug, 6)])

    with database.tx_as("catalog") as tx:
        sql = "SELECT * FROM inventory_api.receive(:variants::uuid[], :seller, :quantities::int[])"
        refused = [tx.rows(sql, variants=[mug], seller=seller, quantities=[4]) for _ in range(2)]
        lowered = tx.rows(sql, variants=[mug], seller=seller, quantities=[6])
        again = tx.rows(sql, variants=[mug], seller=seller, quantities=[6])
        foreign = tx.rows(sql, variants=[mug], seller=uuid7(), quantities=[400])

    assert refused == [[{"variant_id": mug, "held": 6}]] * 2
    assert lowered == [{"variant_id": mug, "held": None}]
    assert again == foreign == []
    assert levels(mug) == [(6, 6)]


def test_another_service_reaches_stock_only_through_what_is_published(database: World) -> None:
    stocked(10)

    for service in ("orders", "catalog", "cart"):
        with pytest.raises(Exception, match="permission denied"), database.tx_as(service) as tx:
            tx.execute("SELECT 1 FROM inventory.stock_levels")


def test_without_a_shop_named_the_service_itself_sees_no_level(database: World) -> None:
    seller = uuid7()
    [mug] = stocked(10, seller_id=seller)

    with database.tx_as("inventory") as tx:
        assert tx.rows("SELECT 1 FROM stock_levels") == []
    with database.acting_for(uuid7(), "inventory") as tx:
        assert tx.rows("SELECT 1 FROM stock_levels") == []
        assert tx.execute("UPDATE stock_levels SET on_hand = 0") == 0
    with database.acting_for(seller, "inventory") as tx:
        assert tx.rows("SELECT variant_id FROM stock_levels") == [{"variant_id": mug}]
