"""From the transaction that made it true to the bus, at least once."""

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from pg8000.exceptions import DatabaseError

from souk import outbox
from souk.event import correlation
from souk.ids import uuid7
from tests.support import studio
from tests.support.conditions import eventually
from tests.support.pots import PotMade
from tests.support.world import World

WAITING = "SELECT id, attempts, last_error, due_at > now() AS waits FROM souk.outbox ORDER BY id"


class Bus:
    """Remembers what was published, and refuses or dies when a test wants it."""

    def __init__(self, refuses: Callable[[dict[str, str]], bool] = lambda _: False) -> None:
        self.refuses = refuses
        self.calls: list[list[dict[str, str]]] = []

    def publish(self, entries: list[dict[str, str]]) -> list[str | None]:
        self.calls.append(entries)
        return ["InternalFailure" if self.refuses(entry) else None for entry in entries]

    @property
    def published(self) -> list[str]:
        return [identity(entry) for call in self.calls for entry in call if not self.refuses(entry)]


def identity(entry: dict[str, str]) -> str:
    found: str = json.loads(entry["Detail"])["id"]
    return found


def record(world: World, count: int = 1) -> list[str]:
    events = [PotMade(pot_id=uuid7(), weight=1) for _ in range(count)]
    with world.tx_as("pottery") as tx:
        for event in events:
            tx.record(event)
    return [str(event.id) for event in events]


def waiting() -> list[dict[str, Any]]:
    return studio.rows(WAITING)


def refused_before(world: World, times: int) -> None:
    """Let the next wait last longer than any test."""
    with world.tx_as("admin") as tx:
        tx.execute("UPDATE souk.outbox SET attempts = :times", times=times)


def waits_end(world: World) -> None:
    with world.tx_as("admin") as tx:
        tx.execute("UPDATE souk.outbox SET due_at = now() - interval '1 second'")


@contextmanager
def operations(world: World) -> Iterator[Any]:
    """A connection as the relay has it: the role ``ops``, past the proxy."""
    connection = world.connect("ops")
    try:
        yield connection
    finally:
        connection.close()


def publish(world: World, bus: Bus) -> int:
    with operations(world) as connection:
        return outbox.publish_due(connection, bus, bus)


class Over(Exception):
    """What a test waited for has come."""


def until(found: Callable[[], object]) -> Callable[[], int]:
    """Give something for the relay to do beside, which ends it."""

    def ends() -> int:
        if found():
            raise Over
        return 0

    return ends


def relay(world: World, bus: Bus, seconds: float = 3600, patience: float = 60, **options: Any) -> int:
    with operations(world) as connection:
        return outbox.relay(connection, bus, bus, seconds, patience=patience, **options)


@contextmanager
def relaying(world: World, bus: Bus) -> Iterator[None]:
    """Relay in the background, and see that it is listening."""
    seen = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(relay, world, bus, beside=until(seen.is_set))
        listening = "SELECT 1 FROM pg_stat_activity WHERE usename = 'ops' AND wait_event = 'ClientRead'"
        try:
            eventually(lambda: studio.rows(listening + " AND query LIKE '%due_at%'"))
            yield
        finally:
            seen.set()
            studio.rows("SELECT pg_notify('souk_outbox', '')")
        with pytest.raises(Over):
            running.result()


def test_an_event_is_published_as_it_was_recorded(workshop: World) -> None:
    [event_id] = record(workshop)
    bus = Bus()

    publish(workshop, bus)

    [[entry]] = bus.calls
    assert (entry["Source"], entry["DetailType"]) == ("souk.pots", "pot.made")
    assert PotMade.open(json.loads(entry["Detail"])).id == UUID(event_id)
    assert waiting() == []


def test_publishing_is_logged_as_a_step_of_the_request_that_the_event_comes_from(
    workshop: World, capsys: pytest.CaptureFixture[str]
) -> None:
    token = correlation.set("one-purchase")
    [event_id] = record(workshop)
    correlation.reset(token)

    publish(workshop, Bus())

    [line] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (line["message"], line["event"], line["event_id"]) == ("published", "pot.made", event_id)
    assert line["correlation_id"] == "one-purchase"


def test_what_a_transaction_took_back_is_never_published(workshop: World) -> None:
    def fails() -> None:
        with workshop.tx_as("pottery") as tx:
            tx.record(PotMade(pot_id=uuid7(), weight=1))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()

    assert publish(workshop, Bus()) == 0


def test_events_go_out_in_the_order_of_their_ids_ten_at_a_time(workshop: World) -> None:
    recorded = record(workshop, 25)
    bus = Bus()

    found = [publish(workshop, bus) for _ in range(4)]

    assert found == [10, 10, 5, 0]
    assert bus.published == sorted(recorded)


def test_what_the_bus_refuses_stays_and_comes_again(workshop: World) -> None:
    first, second, third = record(workshop, 3)
    refused_before(workshop, times=8)
    bus = Bus(refuses=lambda entry: identity(entry) == second)

    publish(workshop, bus)
    at_first = bus.published
    again_at_once = publish(workshop, bus)
    kept = waiting()
    waits_end(workshop)
    bus.refuses = lambda _: False
    bus.calls.clear()
    publish(workshop, bus)

    assert again_at_once == 0, "it waits, so that the relay does not spin"
    assert kept == [{"id": UUID(second), "attempts": 9, "last_error": "InternalFailure", "waits": True}]
    assert bus.published == [second]
    assert waiting() == []
    assert sorted(at_first) == sorted([first, third])


def test_what_is_refused_often_waits_longer_each_time(workshop: World) -> None:
    record(workshop)
    refused_before(workshop, times=5)
    bus = Bus(refuses=lambda _: True)
    waits: list[float] = []

    for _ in range(3):
        publish(workshop, bus)
        waits.append(
            studio.rows("SELECT extract(epoch FROM due_at - now())::float8 AS wait FROM souk.outbox")[0]["wait"]
        )
        waits_end(workshop)

    assert waits[0] < waits[1] < waits[2]


def test_a_relay_that_dies_after_publishing_publishes_again_and_it_is_done_once(workshop: World) -> None:
    event = PotMade(pot_id=uuid7(), weight=1)
    with workshop.tx_as("pottery") as tx:
        tx.record(event)

    class Dies(Bus):
        def publish(self, entries: list[dict[str, str]]) -> list[str | None]:
            super().publish(entries)
            raise KeyboardInterrupt

    dying, living = Dies(), Bus()
    with pytest.raises(KeyboardInterrupt):
        publish(workshop, dying)
    publish(workshop, living)

    assert dying.published == living.published == [str(event.id)]
    assert studio.deliver("shelve_pot", event, times=2) == []
    assert studio.rows("SELECT arrivals FROM pottery.shelf") == [{"arrivals": 1}]


def test_relays_that_overlap_publish_one_after_the_other(workshop: World) -> None:
    recorded = record(workshop, 100)
    bus = Bus()
    start = threading.Barrier(4)

    def work(_: int) -> None:
        start.wait()
        with pytest.raises(Over):
            relay(workshop, bus, beside=until(lambda: len(bus.published) >= len(recorded)))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    assert sorted(bus.published) == sorted(recorded)


def test_a_second_relay_gives_up_when_the_first_never_lets_go(workshop: World) -> None:
    with operations(workshop) as first:
        first.run("SELECT pg_advisory_lock(7355609)")

        assert relay(workshop, Bus(), patience=0.05) == -1


def test_a_relay_that_is_stopped_while_it_waits_does_not_say_that_another_works(workshop: World) -> None:
    with operations(workshop) as first, ThreadPoolExecutor(1) as pool:
        first.run("SELECT pg_advisory_lock(7355609)")
        second = pool.submit(relay, workshop, Bus())
        waiting = "FROM pg_stat_activity WHERE wait_event = 'advisory'"
        eventually(lambda: studio.rows(f"SELECT pid {waiting}"))
        studio.rows(f"SELECT pg_cancel_backend(pid) {waiting}")

        with pytest.raises(DatabaseError, match="canceling statement"):
            second.result()


def test_a_relay_waits_for_another_longer_than_a_statement_may_take(workshop: World) -> None:
    with workshop.tx_as("admin") as tx:
        tx.execute("ALTER ROLE ops SET statement_timeout = '100ms'")
    bus = Bus()
    [event_id] = record(workshop)
    try:
        with operations(workshop) as first, ThreadPoolExecutor(1) as pool:
            first.run("SELECT pg_advisory_lock(7355609)")
            second = pool.submit(relay, workshop, bus, beside=until(lambda: bus.published))
            waited = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'advisory' AND now() - query_start > '300ms'"
            eventually(lambda: second.done() or studio.rows(waited))
            first.run("SELECT pg_advisory_unlock(7355609)")
            with pytest.raises(Over):
                second.result()
    finally:
        with workshop.tx_as("admin") as tx:
            tx.execute("ALTER ROLE ops SET statement_timeout = '8s'")

    assert bus.published == [event_id]


def test_a_second_relay_waits_for_the_first_and_takes_over(workshop: World) -> None:
    first, second = Bus(), Bus()
    waits = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    with ThreadPoolExecutor(1) as pool:
        with relaying(workshop, first):
            two = pool.submit(relay, workshop, second, beside=until(lambda: second.published))
            eventually(lambda: studio.rows(waits))
            [early] = record(workshop)
            eventually(lambda: first.published)
        [late] = record(workshop)
        with pytest.raises(Over):
            two.result()

    assert (first.published, second.published) == ([early], [late])


def test_a_relay_ends_when_its_time_is_over(workshop: World) -> None:
    assert relay(workshop, Bus(), 0.05) == 0


def test_a_relay_is_woken_the_moment_something_is_recorded(workshop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """With sweeps as rare as never, only the notification can be what wakes it."""
    monkeypatch.setattr(outbox, "_SWEEP_SECONDS", 60)
    bus = Bus()

    with relaying(workshop, bus):
        [event_id] = record(workshop)
        eventually(lambda: event_id in bus.published)


def test_a_relay_finds_what_woke_nobody(workshop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_SWEEP_SECONDS", 0.05)
    with workshop.tx_as("admin") as tx:
        tx.execute("ALTER TABLE souk.outbox DISABLE TRIGGER wake_relay")
    try:
        bus = Bus()
        with relaying(workshop, bus):
            [event_id] = record(workshop)
            eventually(lambda: event_id in bus.published)
    finally:
        with workshop.tx_as("admin") as tx:
            tx.execute("ALTER TABLE souk.outbox ENABLE TRIGGER wake_relay")


def test_a_thousand_events_flow(workshop: World) -> None:
    bus = Bus()
    recorded: list[str] = []

    with relaying(workshop, bus):
        for _ in range(20):
            recorded += record(workshop, 50)
        eventually(lambda: len(bus.published) >= 1000)

    assert sorted(bus.published) == sorted(recorded)
    assert waiting() == []


def test_what_is_done_beside_is_done_at_every_sweep(workshop: World) -> None:
    batches, done = [10, 10, 3], list[int]()

    def beside() -> int:
        if not batches:
            raise Over
        done.append(batches.pop(0))
        return done[-1]

    with pytest.raises(Over):
        relay(workshop, Bus(), beside=beside)

    assert done == [10, 10, 3]
