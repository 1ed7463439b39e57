"""A tiny product of one service, made with the kit: what the kit promises is tried on it, not on the shop."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from local.servers import Postgres, Valkey
from souk import settings
from souk.identity import Caller
from souk.migrations import migrate
from souk.registry import Registry, load
from tests.support import api, bus
from tests.support.world import PASSWORD, World, current, entered

WORKSHOP = Path(__file__).parent / "workshop"
_NAME = "workshop"
_TABLES = (
    "pottery.pots",
    "pottery.shelf",
    "pottery.wares",
    "souk.outbox",
    "souk.inbox",
    "souk.idempotency",
    "souk.jobs",
)


@cache
def registry() -> Registry:
    """Give every function of the workshop."""
    return load(WORKSHOP)


def prepare(server: Postgres) -> None:
    """Make the workshop's database."""
    administer(server, f"CREATE DATABASE {_NAME}")
    connection = World(server, None, _NAME).admin()  # type: ignore[arg-type]
    migrate(connection, WORKSHOP, dict.fromkeys(["pottery", "ops"], PASSWORD))
    connection.close()


@pytest.fixture(scope="session")
def workshop_server(postgres: Postgres) -> Postgres:
    """The tests' PostgreSQL server, with the workshop's database in it."""
    prepare(postgres)
    return postgres


@pytest.fixture
def workshop(workshop_server: Postgres, valkey_server: Valkey, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A workshop whose tables and Valkey are empty."""
    monkeypatch.setenv("SOUK_RATE_LIMIT", "100000")
    settings.forget()
    with opened(workshop_server, valkey_server) as world:
        yield world


@contextmanager
def opened(postgres: Postgres, valkey: Valkey) -> Iterator[World]:
    """Open the workshop on these servers, emptied."""
    with entered(World(postgres, valkey, _NAME)) as world:
        with world.tx_as("admin") as tx:
            for table in _TABLES:
                tx.execute(f"DELETE FROM {table}")
        world.cache.command("FLUSHALL")
        yield world


def administer(server: Postgres, statement: str) -> None:
    """Run a statement about a whole database."""
    administrator = World(server, None, "postgres").admin()  # type: ignore[arg-type]
    administrator.run(statement)
    administrator.close()


def call(route: str, **request: Any) -> api.Answer:
    """Send a request to an operation of the workshop, as ``api.call`` does to the product's."""
    return api.call(route, registry=registry(), **request)


def send(route: str, event: dict[str, Any]) -> api.Answer:
    """Send an event as the gateway would."""
    return api.send(registry().operation(route), event)


def make(maker: Caller, name: str = "Jug", weight: int = 750, **request: Any) -> api.Answer:
    """Make a pot."""
    return call("POST /api/pots", as_=maker, body={"name": name, "weight": weight}, **request)


def deliver(name: str, *events: Any, times: int = 1, **handed: Any) -> list[str]:
    """Deliver events to a reaction of the workshop."""
    return bus.deliver(registry().by_handler[f"workshop.pottery.{name}.handler"], *events, times=times, **handed)


def run(name: str, payload: Any = None) -> Any:
    """Start a schedule or a task of the workshop."""
    return api.invoke(registry().by_handler[f"workshop.pottery.{name}.handler"], payload)


class HotKiln:
    """A kiln that does what a test wants at the moment of firing, and counts."""

    def __init__(self, happens: Callable[[], object] = lambda: None) -> None:
        self._happens = happens
        self._lock = threading.Lock()
        self.fired = 0

    def fire(self) -> None:
        """Count, then let it happen."""
        with self._lock:
            self.fired += 1
        self._happens()


def breaking(error: Exception | type[BaseException]) -> HotKiln:
    """A kiln in which something goes wrong."""

    def happens() -> None:
        # Without where it was raised before, which would grow with every time.
        raise error if isinstance(error, type) else error.with_traceback(None)

    return HotKiln(happens)


def rows(sql: str, **parameters: Any) -> list[dict[str, Any]]:
    """Look at the workshop's tables as the administrator."""
    return current().database("admin").write(lambda tx: tx.rows(sql, **parameters))
