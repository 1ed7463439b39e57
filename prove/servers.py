"""The servers of a run, which die in the midst of it, and the world of the functions that are connected to them."""

import os
import signal
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar
from unittest.mock import patch

from functions.notifications.domain.channels.email import Mail
from functions.notifications.domain.channels.sms import Sms
from functions.payments.domain.provider import Providers
from local.servers import Postgres, Valkey
from prove.faults import UnreliableConnection
from souk import resources, settings
from souk.connection import Connection
from tests.support.databases import Databases
from tests.support.post import Phones
from tests.support.stage import stage_settings
from tests.support.world import FUNCTIONS, PASSWORD, World, entered


class MortalPostgres(Postgres):
    """PostgreSQL that keeps what it committed, also when it ends without putting anything in order."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory, durable=True)

    def crash(self) -> None:
        """End at once, as ``pg_ctl stop -m immediate`` has it, and start anew."""
        self.stop_signal = signal.SIGQUIT
        self.stop()
        self.stop_signal = signal.SIGINT
        self.start()


class ProvedWorld(World):
    """A world whose functions are connected by a bad line and ask parties outside that are not always heard."""

    kind: ClassVar[type[Connection]] = UnreliableConnection

    def __init__(self, postgres: MortalPostgres, valkey: Valkey, name: str) -> None:
        super().__init__(postgres, valkey, name)
        self.mortal = postgres
        self.outside: Mapping[type[resources.Resource], Any] = {}

    def meet(self, providers: Providers, mail: Mail) -> None:
        """Have these asked from now on."""
        self.outside = {Providers: providers, Mail: mail, Sms: Phones()}

    def resources(self, service: str) -> Mapping[type[resources.Resource], Any]:
        """Give what a function of this service is given."""
        return {**super().resources(service), **self.outside}


class Servers:
    """Servers for one run after another, each with a database of its own."""

    def __init__(self, folder: Path, postgres: MortalPostgres, valkey: Valkey) -> None:
        self._folder = folder
        self._postgres = postgres
        self._valkey = valkey
        self._databases = Databases(postgres, FUNCTIONS, PASSWORD)

    @contextmanager
    def world(self) -> Iterator[ProvedWorld]:
        """Give a world in which nothing has happened yet."""
        world = ProvedWorld(self._postgres, self._valkey, self._databases.take())
        stage = stage_settings(world.keys, self._folder) | {"SOUK_RATE_LIMIT": "1000000"}
        settings.forget()
        with patch.dict(os.environ, stage), entered(world):
            world.cache.command("FLUSHALL")
            yield world
        settings.forget()


@contextmanager
def servers() -> Iterator[Servers]:
    """Start PostgreSQL and Valkey on free ports."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with MortalPostgres(folder / "postgres") as postgres, Valkey(folder / "valkey") as valkey:
            yield Servers(folder, postgres, valkey)
