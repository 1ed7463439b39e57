"""Real servers and a real browser for every test that asks for them."""

from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from playwright.sync_api import BrowserContext

from local.chromium import chromium
from local.servers import Postgres, Valkey
from souk import settings
from tests.support.browser import NewContext, Watch, started
from tests.support.conditions import PATIENCE
from tests.support.databases import Databases
from tests.support.pool import POOL
from tests.support.stage import stage_settings
from tests.support.studio import workshop as workshop
from tests.support.studio import workshop_server as workshop_server
from tests.support.world import FUNCTIONS, PASSWORD, World, entered

# How long an example takes says more about what else the machine does than about the code.
hypothesis.settings.register_profile(
    "souk",
    parent=hypothesis.settings(),
    deadline=None,
    suppress_health_check=(hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture),
)
hypothesis.settings.load_profile("souk")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A PostgreSQL server."""
    with Postgres(tmp_path_factory.mktemp("postgres")) as server:
        yield server
        POOL.close()


@pytest.fixture(scope="session")
def databases(postgres: Postgres) -> Databases:
    """Migrated databases without a row."""
    return Databases(postgres, FUNCTIONS, PASSWORD)


@pytest.fixture(scope="session")
def valkey_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    """A Valkey server."""
    with Valkey(tmp_path_factory.mktemp("valkey")) as server:
        yield server


@pytest.fixture
def database(
    databases: Databases,
    postgres: Postgres,
    valkey_server: Valkey,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """A migrated database of this test's own, and an empty Valkey."""
    name = databases.take()
    settings.forget()
    with entered(World(postgres, valkey_server, name)) as world:
        for setting, value in stage_settings(world.keys, tmp_path_factory.mktemp("secrets")).items():
            monkeypatch.setenv(setting, value)
        # A busy machine is not a Valkey that is gone, and what is not seen for that long would fail a test by chance.
        monkeypatch.setattr("souk.cache._CONNECT_SECONDS", PATIENCE)
        monkeypatch.setattr("souk.cache._ANSWER_SECONDS", PATIENCE)
        world.cache.command("FLUSHALL")
        yield world
        assert world.undeclared_entries() == []
    databases.give_back(name)


@pytest.fixture
def valkey(database: World) -> World:
    """The world, for those who care about Valkey."""
    return database


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """A Chromium that needs no root; where there is none, what asks for a browser fails."""
    return browser_type_launch_args | started(chromium())


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What this test's pages say; all of it must be expected."""
    watch = Watch()
    yield watch
    assert watch.problems == []


@pytest.fixture
def new_context(new_context: NewContext, watch: Watch) -> NewContext:
    """Open a browser that knows nothing of the others, and is watched."""

    def opened(**options: Any) -> BrowserContext:
        context = new_context(**options)
        watch.over(context)
        return context

    return opened
