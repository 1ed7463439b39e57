"""What people look at: noted in Valkey on the way, published later."""

import json
from typing import ClassVar
from uuid import UUID

import pytest

from souk import behaviour, invocation
from souk.cache import Cache
from souk.event import Event, correlation
from souk.ids import uuid7
from tests.support import api
from tests.support.world import World


class PotSeen(Event):
    """Somebody looked at a pot."""

    name: ClassVar[str] = "pot.seen"
    aggregate: ClassVar[str] = "pot_id"

    pot_id: UUID
    user_id: UUID | None = None


KINDS: dict[str, type[Event]] = {"pot.seen": PotSeen}


class Bus:
    def __init__(self) -> None:
        self.published: list[tuple[UUID, UUID | None]] = []

    def publish(self, entries: list[dict[str, str]]) -> list[str | None]:
        seen = [PotSeen(**json.loads(entry["Detail"])["data"]) for entry in entries]
        self.published += [(event.pot_id, event.user_id) for event in seen]
        return [None] * len(entries)


def look(world: World, pot_id: object, **who: object) -> None:
    world.cache.pipeline(behaviour.command(PotSeen, {"pot_id": str(pot_id)}, **{"caller": None, **who}))  # type: ignore[arg-type]


def test_what_was_noted_is_published_once(workshop: World) -> None:
    pot, caller, bus = uuid7(), api.customer(), Bus()
    look(workshop, pot, caller=caller)
    look(workshop, pot)

    taken = [behaviour.drain(workshop.cache, bus, KINDS) for _ in range(2)]

    assert taken == [2, 0]
    assert bus.published == [(pot, caller.user_id), (pot, None)]


def test_many_are_taken_ten_at_a_time(workshop: World) -> None:
    bus = Bus()
    for _ in range(23):
        look(workshop, uuid7())

    taken = [behaviour.drain(workshop.cache, bus, KINDS) for _ in range(4)]

    assert taken == [10, 10, 3, 0]
    assert len(set(bus.published)) == 23


@pytest.mark.parametrize("pot_id", ["jug", "", "é" * 300])
def test_what_names_nothing_is_dropped_and_holds_nothing_up(workshop: World, pot_id: str) -> None:
    bus, pot = Bus(), uuid7()
    look(workshop, pot_id)
    look(workshop, pot)

    assert behaviour.drain(workshop.cache, bus, KINDS) == 2
    assert bus.published == [(pot, None)]


def test_a_kind_that_nobody_knows_is_dropped(workshop: World) -> None:
    look(workshop, uuid7())
    bus = Bus()

    assert behaviour.drain(workshop.cache, bus, {}) == 1
    assert bus.published == []


def test_the_request_and_its_time_are_kept(workshop: World) -> None:
    details: list[dict[str, str]] = []

    class Remembers(Bus):
        def publish(self, entries: list[dict[str, str]]) -> list[str | None]:
            details.extend(json.loads(entry["Detail"]) for entry in entries)
            return super().publish(entries)

    token = correlation.set("the-request")
    look(workshop, uuid7())
    correlation.reset(token)
    behaviour.drain(workshop.cache, Remembers(), KINDS)

    [detail] = details
    assert detail["correlation_id"] == "the-request"
    assert detail["event"] == "pot.seen"
    assert detail["timestamp"].endswith("+00:00")


def test_what_the_bus_refuses_is_lost_and_counted(workshop: World, caplog: pytest.LogCaptureFixture) -> None:
    class Refuses(Bus):
        def publish(self, entries: list[dict[str, str]]) -> list[str | None]:
            return ["ThrottlingException", *super().publish(entries[1:])]

    look(workshop, uuid7())
    look(workshop, uuid7())

    assert behaviour.drain(workshop.cache, Refuses(), KINDS) == 2
    assert invocation.current().counts.pop("BehaviourLost") == 1
    assert "behaviour_lost" in caplog.messages
    assert behaviour.drain(workshop.cache, Bus(), KINDS) == 0


def test_without_valkey_nothing_is_noted_and_nothing_fails() -> None:
    gone = Cache("valkey://127.0.0.1:1")

    assert behaviour.drain(gone, Bus(), KINDS) == 0
