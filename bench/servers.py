"""Real servers with every migration, for measuring the functions in process."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from local.servers import Postgres, Valkey
from souk.migrations import migrate, services
from tests.support.world import FUNCTIONS, PASSWORD, World, entered

NAME = "bench"
SETTINGS = {
    "SOUK_RATE_LIMIT": "1000000",
    "SOUK_STAGE": "local",
    "SOUK_PAYMENT_PROVIDERS": "sandbox",
    "SOUK_PRICES_WITHOUT_TAX": "",
    "SOUK_PLATFORM_COUNTRY": "",
    "SOUK_PUBLIC_URL": "https://souk.test",
}


@contextmanager
def servers() -> Iterator[World]:
    """Start PostgreSQL and Valkey, migrate, and make it the world of what is called in process.

    Log lines go to a file, as Lambda's go to a pipe.
    """
    with (
        patch.dict(os.environ, SETTINGS),
        tempfile.TemporaryDirectory() as folder,
        Postgres(Path(folder) / "postgres") as postgres,
        Valkey(Path(folder) / "valkey") as valkey,
    ):
        administrator = World(postgres, valkey, "postgres").admin()
        administrator.run(f"CREATE DATABASE {NAME}")
        administrator.close()
        world = World(postgres, valkey, NAME)
        connection = world.admin()
        migrate(connection, FUNCTIONS, dict.fromkeys([*services(FUNCTIONS), "ops"], PASSWORD))
        connection.close()
        with (Path(folder) / "log").open("w") as log, redirect_stdout(log), entered(world):
            yield world
