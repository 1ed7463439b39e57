"""One large world for all tests that only look at plans."""

from collections.abc import Iterator

import pytest

from local.servers import Postgres, Valkey
from tests.support.databases import Databases
from tests.support.plans import Large
from tests.support.world import World


@pytest.fixture(scope="session")
def large(databases: Databases, postgres: Postgres, valkey_server: Valkey) -> Iterator[Large]:
    """A database with a large data set; tests leave it as it is."""
    name = databases.take()
    world = World(postgres, valkey_server, name)
    opened = Large(world)
    yield opened
    opened.close()
    databases.give_back(name)
