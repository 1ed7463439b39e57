"""Servers come and go under load: every answer is a result or a 503, and nothing is lost or done twice."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import uuid4

import pytest

from local.servers import Postgres, Valkey
from souk.identity import Caller
from tests.support import api, bus, studio
from tests.support.conditions import eventually
from tests.support.pots import PotMade
from tests.support.world import World

SHOPPERS = 4


@pytest.fixture(scope="module")
def own_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A PostgreSQL of this module's own, which the tests may stop."""
    with Postgres(tmp_path_factory.mktemp("postgres-of-its-own"), durable=True) as server:
        studio.prepare(server)
        yield server


@pytest.fixture(scope="module")
def own_valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    with Valkey(tmp_path_factory.mktemp("valkey-of-its-own")) as server:
        yield server


@pytest.fixture
def world(own_postgres: Postgres, own_valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setenv("SOUK_RATE_LIMIT", "100000")
    monkeypatch.setattr("souk.cache._REST_SECONDS", 0.05)
    own_postgres.start()
    own_valkey.start()
    with studio.opened(own_postgres, own_valkey) as opened:
        yield opened


class Shopper:
    """Makes pots without pause; one who got no answer sends the same request again, as a good client does."""

    def __init__(self) -> None:
        self.caller: Caller = api.customer()
        self.made: list[str] = []
        self.statuses: Counter[int] = Counter()
        self.strange: list[str] = []

    def shop(self, closing: threading.Event) -> None:
        while not closing.is_set():
            name, key = uuid4().hex, str(uuid4())
            while (answer := studio.make(self.caller, name, key=key)).status != 201:
                self._note(answer)
            self.statuses[201] += 1
            self.made.append(answer.json["id"])
            read = studio.call("GET /api/pots/{pot_id}", path={"pot_id": self.made[-1]})
            if read.status != 200:
                self._note(read)

    def _note(self, answer: api.Answer) -> None:
        self.statuses[answer.status] += 1
        fit = answer.status in (503, 409) and answer.code in ("unavailable", "request_in_progress")
        if not fit or "Retry-After" not in answer.headers:
            self.strange.append(f"{answer.status} {answer.text}")


@contextmanager
def crowd() -> Iterator[list[Shopper]]:
    """People who shop while something happens, and for a while afterwards."""
    shoppers = [Shopper() for _ in range(SHOPPERS)]
    closing = threading.Event()

    def everybody_makes_more(count: int) -> None:
        before = [len(shopper.made) for shopper in shoppers]
        eventually(lambda: all(len(one.made) >= was + count for one, was in zip(shoppers, before, strict=True)))

    with ThreadPoolExecutor(SHOPPERS) as pool:
        shopping = [pool.submit(shopper.shop, closing) for shopper in shoppers]
        try:
            everybody_makes_more(5)
            yield shoppers
            everybody_makes_more(5)
        finally:
            closing.set()
        for one in shopping:
            one.result()


def assert_nothing_is_lost_or_doubled(shoppers: list[Shopper]) -> None:
    promised = sorted(pot for shopper in shoppers for pot in shopper.made)
    stored = sorted(str(row["id"]) for row in studio.rows("SELECT id FROM pottery.pots"))
    published = sorted(
        row["pot"] for row in studio.rows("SELECT envelope -> 'data' ->> 'pot_id' AS pot FROM souk.outbox")
    )

    assert [line for shopper in shoppers for line in shopper.strange] == []
    assert stored == promised
    assert published == promised


def test_a_restart_of_postgres_under_load(world: World) -> None:
    with crowd() as shoppers:
        world.postgres.stop()
        eventually(lambda: all(shopper.statuses[503] for shopper in shoppers))
        world.postgres.start()

    assert_nothing_is_lost_or_doubled(shoppers)


def test_connections_that_are_cut_under_load(world: World) -> None:
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'pottery'"

    with crowd() as shoppers:
        for _ in range(20):
            studio.rows(cut)

    assert_nothing_is_lost_or_doubled(shoppers)


def test_valkey_gone_under_load_is_not_even_seen(world: World) -> None:
    with crowd() as shoppers:
        before = sum(len(shopper.made) for shopper in shoppers)
        world.valkey.stop()
        eventually(lambda: sum(len(shopper.made) for shopper in shoppers) > before + 20)
        world.valkey.start()

    assert {status for shopper in shoppers for status in shopper.statuses} == {201}
    assert_nothing_is_lost_or_doubled(shoppers)
    eventually(lambda: "RateLimit-Limit" in studio.call("GET /api/pots").headers)


def test_without_postgres_what_is_kept_is_still_read(world: World) -> None:
    pot = studio.make(api.customer()).json
    path = {"pot_id": pot["id"]}
    studio.call("GET /api/pots/{pot_id}", path=path)

    world.postgres.stop()
    kept = studio.call("GET /api/pots/{pot_id}", path=path)
    asked = studio.call("GET /api/pots")
    written = studio.make(api.customer())
    world.postgres.start()

    assert (kept.status, kept.json) == (200, pot)
    assert (asked.status, written.status) == (503, 503)
    assert {asked.headers["Retry-After"], written.headers["Retry-After"]} == {"2"}


def test_a_queue_delivers_again_what_a_restart_interrupted(world: World) -> None:
    shelve = studio.registry().by_handler["workshop.pottery.shelve_pot.handler"]
    events = [PotMade(pot_id=uuid4(), weight=1) for _ in range(60)]
    waiting = {event.id: event for event in events}
    stopped = threading.Event()

    def consume() -> None:
        """Deliver, as a queue does, whatever has not been acknowledged."""
        while waiting:
            for event in list(waiting.values()):
                if not bus.deliver(shelve, event):
                    waiting.pop(event.id, None)
                if len(waiting) == 40 and not stopped.is_set():
                    stopped.set()
                    world.postgres.stop()
                    assert bus.deliver(shelve, event)
                    world.postgres.start()

    consume()

    arrivals = studio.rows("SELECT count(*) AS pots, max(arrivals) AS most FROM pottery.shelf")
    assert arrivals == [{"pots": 60, "most": 1}]
