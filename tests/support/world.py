"""The world a test runs in: a database of its own, Valkey, and keys to sign tokens with."""

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from local.servers import Postgres, Valkey
from souk import resources
from souk.cache import Cache
from souk.connection import Connection
from souk.database import Database, SellerTransaction, Transaction
from souk.entry import declared
from souk.files import DocumentLinks, Documents, DownloadLinks, Downloads, UploadForms, Uploads
from souk.identity import PublicKeys
from souk.queue import Queue
from souk.registry import Registry, load
from tests.support.bucket import Archive, Bucket
from tests.support.conditions import eventually
from tests.support.pool import APPLICATION, POOL, Place
from tests.support.tokens import SigningPair

PASSWORD = "a-password-for-tests"
FUNCTIONS = Path(__file__).parents[2] / "functions"
_WAITS = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database())"


@cache
def registry() -> Registry:
    """Give every function of the product."""
    return load(FUNCTIONS)


class WaitingRoom(Queue):
    """Keeps how many seconds each failed event was put off, by its id."""

    def __init__(self) -> None:
        self.waits: list[tuple[str, int]] = []

    def put_off(self, failed: Sequence[tuple[dict[str, Any], int]]) -> None:
        """Keep the waits."""
        self.waits += [(record["receiptHandle"], seconds) for record, seconds in failed]


class _Undone(Exception):
    """What ends a transaction that is to leave nothing."""


class World:
    """Connections to the real servers, one per service and thread, given back at the end of the test."""

    kind: ClassVar[type[Connection]] = Connection
    """How its functions are connected."""

    def __init__(self, postgres: Postgres, valkey: Valkey, name: str) -> None:
        self.name = name
        self.postgres = postgres
        self.valkey = valkey
        self.keys = SigningPair()
        self.queue = WaitingRoom()
        self.bucket = Bucket()
        self._here = threading.local()
        self._databases: list[tuple[str, Database]] = []
        self._caches: list[Cache] = []

    def connect(self, user: str, password: str = PASSWORD, application: str | None = None) -> Connection:
        """Connect as a role."""
        return self.kind(
            user,
            host=self.postgres.host,
            port=self.postgres.port,
            database=self.name,
            password=password,
            ssl_context=False,
            application_name=application,
        )

    def admin(self) -> Connection:
        """Connect as the administrator."""
        return self.connect(self.postgres.user, self.postgres.password)

    def _lent(self, service: str) -> Connection:
        admin = (self.postgres.user, self.postgres.password)
        login = admin if service == "admin" else (service, PASSWORD)
        return POOL.take(self._place(service), lambda: self.connect(*login, APPLICATION))

    def _place(self, service: str) -> Place:
        return self.postgres.port, self.name, service

    def database(self, service: str) -> Database:
        """Give this thread's database as that service sees it; ``admin`` sees everything."""
        known: dict[str, Database] = self._here.__dict__.setdefault("databases", {})
        if service not in known:
            known[service] = Database(lambda: self._lent(service))
            self._databases.append((service, known[service]))
        return known[service]

    @contextmanager
    def tx_as(self, service: str) -> Iterator[Transaction]:
        """Open a transaction as a service's role, or as ``admin``."""
        with self.database(service)._opened(single=False) as tx:
            yield tx

    @contextmanager
    def acting_for(self, seller_id: UUID, service: str) -> Iterator[SellerTransaction]:
        """Open a transaction as a service's role that acts for a shop."""
        with self.database(service)._opened(seller_id=seller_id) as tx:
            assert isinstance(tx, SellerTransaction)
            yield tx

    @contextmanager
    def undone(self, service: str) -> Iterator[Transaction]:
        """Open a transaction as ``tx_as`` does, and roll it back at the end."""
        with suppress(_Undone), self.tx_as(service) as tx:
            yield tx
            raise _Undone

    def until_somebody_waits(self) -> None:
        """Return when a transaction here waits for another's lock."""

        def waits() -> bool:
            with self.tx_as("admin") as tx:
                return bool(tx.value(_WAITS))

        eventually(waits)

    @property
    def cache(self) -> Cache:
        """Give this thread's connection to Valkey."""
        if not hasattr(self._here, "cache"):
            self._here.cache = Cache(self.valkey.url)
            self._caches.append(self._here.cache)
        return self._here.cache  # type: ignore[no-any-return]

    def undeclared_entries(self) -> list[str]:
        """Name what stands in Valkey and is no Entry."""
        keys = [key.decode() for key in self.cache.command("KEYS", "*") or []]
        patterns = [entry.key(**dict.fromkeys(entry.parts, ".+")) for entry in declared()]
        return [key for key in keys if not any(re.fullmatch(pattern, key) for pattern in patterns)]

    def resources(self, service: str) -> Mapping[type[resources.Resource], Any]:
        """Give what a function of this service is given."""
        return {
            Database: self.database(service),
            Cache: self.cache,
            PublicKeys: self.keys.public(),
            Queue: self.queue,
            **dict.fromkeys((UploadForms, Uploads, DownloadLinks, Downloads), self.bucket),
            **dict.fromkeys((DocumentLinks, Documents), Archive(self.bucket)),
        }

    def close(self) -> None:
        """Give back or close every connection."""
        for service, database in self._databases:
            connection, database._connection = database._connection, None
            if connection is not None:
                POOL.give_back(self._place(service), connection)
        for opened in self._caches:
            opened.close()


_current: list[World] = []


def current() -> World:
    """Give the world of the running test."""
    return _current[-1]


@contextmanager
def entered(world: World) -> Iterator[World]:
    """Make this the world of the running test."""
    _current.append(world)
    try:
        yield world
    finally:
        _current.remove(world)
        world.close()
