"""Many buyers at once: with the guard exactly what is there is sold, without it more."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from pg8000.exceptions import DatabaseError
from pg8000.native import Connection

from souk.ids import uuid7
from tests.support.conditions import PATIENCE
from tests.support.stock import levels, stocked
from tests.support.world import World

RESERVE = "SELECT * FROM inventory_api.reserve(:order_id, :variants::uuid[], :quantities::int[], :until)"
LATER = datetime.now(UTC) + timedelta(minutes=15)


def at_once[T](world: World, service: str, buyers: int, buy: Callable[[Connection, int], T]) -> list[T]:
    """Let everybody connect first, then begin at the same moment."""
    start = threading.Barrier(buyers)

    def one(number: int) -> T:
        connection = world.admin() if service == "admin" else world.connect(service)
        try:
            start.wait(PATIENCE)
            return buy(connection, number)
        finally:
            connection.close()

    with ThreadPoolExecutor(buyers) as pool:
        return list(pool.map(one, range(buyers)))


def test_fifty_buyers_race_for_ten_units_and_ten_get_one(database: World) -> None:
    [mug] = stocked(10)

    def buy(connection: Connection, _: int) -> bool:
        return not connection.run(RESERVE, order_id=uuid7(), variants=[mug], quantities=[1], until=LATER)

    bought = at_once(database, "orders", 50, buy)

    assert sum(bought) == 10
    assert levels(mug) == [(10, 10)]


def test_without_the_guard_the_same_race_sells_more_than_there_is(database: World) -> None:
    [mug] = stocked(10)
    everybody_has_looked = threading.Barrier(50)
    look = "SELECT sum(on_hand - reserved) FROM inventory.stock_levels WHERE variant_id = :mug"
    take = "INSERT INTO bought VALUES (:order_id)"
    with database.tx_as("admin") as tx:
        tx.execute("CREATE TABLE bought (order_id uuid)")

    def buy(connection: Connection, _: int) -> None:
        ((left,),) = connection.run(look, mug=mug)
        everybody_has_looked.wait(PATIENCE)
        if left >= 1:
            connection.run(take, order_id=uuid7())

    at_once(database, "admin", 50, buy)

    with database.tx_as("admin") as tx:
        assert tx.value("SELECT count(*) FROM bought") == 50


def test_the_constraint_stands_behind_the_guard(database: World) -> None:
    [mug] = stocked(10)
    everybody_has_looked = threading.Barrier(20)
    refusals: list[str] = []

    def buy(connection: Connection, _: int) -> bool:
        look = "SELECT on_hand - reserved FROM inventory.stock_levels WHERE variant_id = :mug"
        ((left,),) = connection.run(look, mug=mug)
        everybody_has_looked.wait(PATIENCE)
        try:
            if left >= 1:
                connection.run("UPDATE inventory.stock_levels SET reserved = reserved + 1 WHERE variant_id = :m", m=mug)
        except DatabaseError as refused:
            refusals.append(str(refused))
            return False
        return True

    bought = at_once(database, "admin", 20, buy)

    assert sum(bought) == 10
    assert len(refusals) == 10
    assert all("reserved_is_on_hand" in refusal for refusal in refusals)


def test_orders_that_name_the_same_things_the_other_way_round_do_not_deadlock(database: World) -> None:
    mug, scarf = stocked(400, 400)
    failures: list[Exception] = []

    def buy(connection: Connection, number: int) -> None:
        pair: list[UUID] = [mug, scarf] if number % 2 else [scarf, mug]
        for _ in range(20):
            order = uuid7()
            try:
                connection.run("BEGIN")
                connection.run(RESERVE, order_id=order, variants=pair, quantities=[1, 1], until=LATER)
                connection.run("COMMIT")
                connection.run("SELECT inventory_api.release(:order)", order=order)
            except Exception as failure:
                failures.append(failure)

    at_once(database, "orders", 8, buy)

    assert failures == []
    assert levels(mug) == levels(scarf) == [(400, 0)]


def test_what_is_held_and_given_back_at_the_last_unit_is_held_or_short_and_never_fails(database: World) -> None:
    things = stocked(20, 20, 20)
    failures: list[Exception] = []

    def buy(connection: Connection, number: int) -> None:
        chance, held = Random(number), list[UUID]()
        for _ in range(150):
            try:
                if held and chance.random() < 0.5:
                    connection.run("SELECT inventory_api.release(:order)", order=held.pop())
                    continue
                order, wanted = uuid7(), chance.sample(things, chance.choice((1, 1, 2, 3)))
                units = [chance.choice((1, 1, 2, 3)) for _ in wanted]
                if not connection.run(RESERVE, order_id=order, variants=wanted, quantities=units, until=LATER):
                    held.append(order)
            except DatabaseError as failure:
                failures.append(failure)
        for order in held:
            connection.run("SELECT inventory_api.release(:order)", order=order)

    at_once(database, "orders", 8, buy)

    assert failures == []
    assert [levels(thing) for thing in things] == [[(20, 0)]] * 3


def test_releasing_the_expired_beside_new_orders_does_not_deadlock_and_loses_nothing(database: World) -> None:
    mug, scarf = stocked(200, 200)
    gone = datetime.now(UTC) - timedelta(seconds=1)
    with database.tx_as("orders") as tx:
        for number in range(40):
            first, second = (mug, scarf) if number % 2 else (scarf, mug)
            tx.rows(RESERVE, order_id=uuid7(), variants=[first, second], quantities=[1, 1], until=gone)

    def work(connection: Connection, number: int) -> int:
        if number < 4:
            return sum(len(connection.run("SELECT unnest(inventory.release_expired(7))")) for _ in range(6))
        for _ in range(10):
            connection.run(RESERVE, order_id=uuid7(), variants=[scarf, mug], quantities=[1, 1], until=LATER)
        return 0

    released = at_once(database, "admin", 8, work)

    assert sum(released) == 40
    assert levels(mug) == levels(scarf) == [(200, 40)]
