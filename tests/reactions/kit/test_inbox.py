"""From a batch of a queue to the effect of each event, once."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from souk.errors import Retry, Unavailable
from souk.event import correlation
from souk.ids import uuid7
from tests.support import api, bus, studio
from tests.support.conditions import PATIENCE, eventually
from tests.support.pots import PotGlazed, PotMade
from tests.support.world import World

SHELVE, COLLECT = (
    studio.registry().by_handler[f"workshop.pottery.{name}.handler"] for name in ("shelve_pot", "call_collector")
)


def pot_made() -> PotMade:
    return PotMade(pot_id=uuid7(), weight=1)


def arrivals() -> dict[Any, int]:
    return {row["pot_id"]: row["arrivals"] for row in studio.rows("SELECT pot_id, arrivals FROM pottery.shelf")}


def seen() -> int:
    return len(studio.rows("SELECT * FROM souk.inbox"))


def test_an_event_that_comes_often_is_done_once(workshop: World) -> None:
    event = pot_made()

    assert bus.deliver(SHELVE, event, times=3) == []
    assert bus.deliver(SHELVE, event, event) == []

    assert arrivals() == {event.pot_id: 1}
    assert seen() == 1


def test_an_event_that_comes_twice_at_once_is_done_once(workshop: World) -> None:
    event = pot_made()
    working, go_on = threading.Event(), threading.Event()

    def happens() -> None:
        working.set()
        assert go_on.wait(PATIENCE)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(bus.deliver, SHELVE, event, kiln=studio.HotKiln(happens))
        assert working.wait(PATIENCE)
        twin = pool.submit(bus.deliver, SHELVE, event)
        waits = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        eventually(lambda: studio.rows(waits) or twin.done())
        go_on.set()

        assert (first.result(), twin.result()) == ([], [])
    assert arrivals() == {event.pot_id: 1}


def test_each_consumer_has_an_inbox_of_its_own(workshop: World) -> None:
    event = pot_made()
    with workshop.tx_as("pottery") as tx:
        tx.execute("INSERT INTO souk.inbox (consumer, event_id) VALUES ('another', :id)", id=event.id)

    bus.deliver(SHELVE, event, times=2)

    assert arrivals() == {event.pot_id: 1}
    assert seen() == 2


def test_a_message_that_fails_fails_alone(workshop: World) -> None:
    events = [pot_made() for _ in range(3)]
    batch = bus.batch(*events)
    poison = batch["Records"][1]
    poison["body"] = json.dumps({"detail": json.loads(poison["body"])["detail"] | {"data": {"pot_id": "none"}}})

    answer = api.invoke(SHELVE, batch)

    assert answer == {"batchItemFailures": [{"itemIdentifier": poison["messageId"]}]}
    assert arrivals() == {events[0].pot_id: 1, events[2].pot_id: 1}


@pytest.mark.parametrize("body", ["", "nonsense", "[]", "{}", '{"detail": {}}', '{"detail": {"event": "pot.eaten"}}'])
def test_whatever_the_message_the_batch_is_answered(workshop: World, body: str) -> None:
    batch = bus.batch(pot_made())
    batch["Records"][0]["body"] = body

    answer = api.invoke(SHELVE, batch)

    assert len(answer["batchItemFailures"]) == 1
    assert seen() == 0


def test_an_event_that_nobody_asked_for_fails(workshop: World) -> None:
    assert len(bus.deliver(SHELVE, PotGlazed(pot_id=uuid7(), colour="blue"))) == 1
    assert seen() == 0


def test_what_failed_in_the_middle_is_undone_and_works_the_next_time(workshop: World) -> None:
    event = pot_made()

    failed = bus.deliver(SHELVE, event, kiln=studio.breaking(RuntimeError("crash")))
    after_failure = (arrivals(), seen())
    again = bus.deliver(SHELVE, event)

    assert len(failed) == 1
    assert after_failure == ({}, 0)
    assert again == []
    assert arrivals() == {event.pot_id: 1}


def test_a_function_killed_in_the_middle_has_done_nothing(workshop: World) -> None:
    """What a time-out looks like to the database: the connection is gone and nothing was committed."""
    event = pot_made()

    def kill() -> None:
        end = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'pottery'"
        studio.rows(end)

    failed = bus.deliver(SHELVE, event, kiln=studio.HotKiln(kill))
    after_kill = arrivals()
    again = bus.deliver(SHELVE, event, times=2)

    assert (len(failed), after_kill, again) == (1, {}, [])
    assert arrivals() == {event.pot_id: 1}


@pytest.mark.parametrize(
    ("error", "loud"), [(Retry("the kiln is still hot"), False), (Unavailable(), True), (RuntimeError(), True)]
)
def test_a_wish_to_try_again_is_quiet_and_a_failure_is_loud(
    workshop: World, caplog: pytest.LogCaptureFixture, error: Exception, loud: bool
) -> None:
    event = pot_made()

    failed = bus.deliver(SHELVE, event, kiln=studio.breaking(error))

    assert len(failed) == 1
    assert (seen(), arrivals()) == (0, {})
    assert bool([record for record in caplog.records if record.levelname == "ERROR"]) is loud


def test_what_fails_again_waits_longer_each_time_and_not_all_of_it_equally_long(workshop: World) -> None:
    events = [pot_made() for _ in range(10)]

    bus.deliver(SHELVE, *events, times=12, kiln=studio.breaking(Unavailable()))

    attempts = list(zip(*[iter(workshop.queue.waits)] * len(events), strict=True))
    assert [{event for event, _ in waits} for waits in attempts] == [{str(event.id) for event in events}] * 12
    for waits, longest in zip(attempts, (2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600), strict=True):
        assert all(longest // 2 <= seconds <= longest for _, seconds in waits)
    assert len({seconds for _, seconds in attempts[-1]}) > 1


def test_only_what_failed_is_put_off(workshop: World) -> None:
    good, bad = pot_made(), pot_made()
    bus.deliver(SHELVE, good)

    failed = bus.deliver(SHELVE, good, bad, kiln=studio.breaking(Unavailable()))

    assert len(failed) == 1
    assert [event for event, _ in workshop.queue.waits] == [str(bad.id)]


def test_a_wish_to_try_again_may_say_when(workshop: World) -> None:
    bus.deliver(SHELVE, pot_made(), kiln=studio.breaking(Retry("still hot", after=45)))

    assert [seconds for _, seconds in workshop.queue.waits] == [45]


def test_the_correlation_id_goes_along_and_ends_with_the_message(workshop: World) -> None:
    ids: list[str] = []
    events = []
    for name in ("one-request", "another-request"):
        token = correlation.set(name)
        events.append(pot_made())
        correlation.reset(token)

    bus.deliver(SHELVE, *events, kiln=studio.HotKiln(lambda: ids.append(correlation.get())))

    assert ids == ["one-request", "another-request"]
    assert correlation.get() == ""


class TestWithoutTransaction:
    """A reaction that calls a provider has no transaction open meanwhile."""

    def test_bears_the_same_event_again_for_it_has_no_inbox(self, workshop: World) -> None:
        event, kiln = pot_made(), studio.HotKiln()

        assert bus.deliver(COLLECT, event, times=3, kiln=kiln) == []

        assert kiln.fired == 3
        assert seen() == 0

    def test_holds_no_transaction_while_it_works(self, workshop: World) -> None:
        states: list[Any] = []
        busy = "SELECT state FROM pg_stat_activity WHERE usename = 'pottery' AND state <> 'idle'"

        bus.deliver(COLLECT, pot_made(), kiln=studio.HotKiln(lambda: states.append(studio.rows(busy))))

        assert states == [[]]

    def test_comes_again_when_it_dies(self, workshop: World) -> None:
        event, kiln = pot_made(), studio.HotKiln()

        failed = bus.deliver(COLLECT, event, kiln=studio.breaking(RuntimeError("crash")))
        bus.deliver(COLLECT, event, kiln=kiln)

        assert (len(failed), kiln.fired) == (1, 1)
