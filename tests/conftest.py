"""Real servers for every test that asks for them, started on free ports and stopped at the end."""

from collections.abc import Iterator

import pytest

from local.servers import Postgres, Valkey
from souk import settings
from souk.ids import uuid7
from souk.migrations import migrate, services
from tests.support.world import FUNCTIONS, PASSWORD, World, entered

_TEMPLATE = "template_souk"


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A PostgreSQL server with a migrated template database."""
    with Postgres(tmp_path_factory.mktemp("postgres")) as server:
        administrator = World(server, None, "postgres").admin()  # type: ignore[arg-type]
        administrator.run(f"CREATE DATABASE {_TEMPLATE}")
        administrator.close()
        connection = World(server, None, _TEMPLATE).admin()  # type: ignore[arg-type]
        migrate(connection, FUNCTIONS, dict.fromkeys([*services(FUNCTIONS), "ops"], PASSWORD))
        connection.close()
        yield server


@pytest.fixture(scope="session")
def valkey_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    """A Valkey server."""
    with Valkey(tmp_path_factory.mktemp("valkey")) as server:
        yield server


@pytest.fixture
def database(postgres: Postgres, valkey_server: Valkey, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A migrated database of this test's own, and an empty Valkey."""
    name = f"test_{uuid7().hex}"
    administrator = World(postgres, valkey_server, "postgres").admin()
    administrator.run(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
    monkeypatch.setenv("SOUK_RATE_LIMIT", "100000")
    monkeypatch.setenv("SOUK_STAGE", "local")
    monkeypatch.setenv("SOUK_PAYMENT_PROVIDERS", "sandbox")
    settings.forget()
    with entered(World(postgres, valkey_server, name)) as world:
        world.cache.command("FLUSHALL")
        yield world
    administrator.run(f"DROP DATABASE {name} WITH (FORCE)")
    administrator.close()


@pytest.fixture
def valkey(database: World) -> World:
    """The world, for those who care about Valkey."""
    return database
