"""One large world for all tests that only look at plans."""

from collections.abc import Iterator

import pytest

from local.servers import Postgres, Valkey
from tests.support.databases import Databases
from tests.support.large import fill
from tests.support.world import World


@pytest.fixture(scope="session")
def large(databases: Databases, postgres: Postgres, valkey_server: Valkey) -> Iterator[World]:
    """A database with a large catalogue and its stock; tests leave it as it is."""
    name = databases.take()
    world = World(postgres, valkey_server, name)
    fill(world)
    yield world
    world.close()
    databases.give_back(name)
