"""Real servers for every test that asks for them, started on free ports and stopped at the end."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local.servers import Postgres, Valkey
from souk import settings
from souk.ids import uuid7
from souk.migrations import migrate, services
from tests.support.tokens import SigningPair
from tests.support.studio import workshop as workshop
from tests.support.studio import workshop_server as workshop_server
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


def stage_settings(keys: SigningPair, folder: Path) -> dict[str, str]:
    """The settings of a stage whose secrets are files."""
    secrets: dict[str, dict[str, Any]] = {
        "SOUK_PUBLIC_KEYS_SECRET": {"keys": [keys.jwk()]},
        "SOUK_SIGNING_KEY_SECRET": {"kid": keys.key_id, "private_key": keys.pem()},
        "SOUK_PAYMENT_WEBHOOK_SECRET": {"sandbox": "a-webhook-secret-for-tests"},
    }
    for name, content in secrets.items():
        (folder / name).write_text(json.dumps(content))
    return {
        "SOUK_STAGE": "local",
        "SOUK_RATE_LIMIT": "100000",
        "SOUK_PAYMENT_PROVIDERS": "sandbox",
        "SOUK_MAIL_SENDER": "souk@example.com",
        **{name: str(folder / name) for name in secrets},
    }


@pytest.fixture(scope="session")
def valkey_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    """A Valkey server."""
    with Valkey(tmp_path_factory.mktemp("valkey")) as server:
        yield server


@pytest.fixture
def database(
    postgres: Postgres,
    valkey_server: Valkey,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """A migrated database of this test's own, and an empty Valkey."""
    name = f"test_{uuid7().hex}"
    administrator = World(postgres, valkey_server, "postgres").admin()
    administrator.run(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
    settings.forget()
    with entered(World(postgres, valkey_server, name)) as world:
        for setting, value in stage_settings(world.keys, tmp_path_factory.mktemp("secrets")).items():
            monkeypatch.setenv(setting, value)
        world.cache.command("FLUSHALL")
        yield world
    administrator.run(f"DROP DATABASE {name} WITH (FORCE)")
    administrator.close()


@pytest.fixture
def valkey(database: World) -> World:
    """The world, for those who care about Valkey."""
    return database
