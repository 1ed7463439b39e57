"""The whole of Souk on this machine, known by the folder that holds its state."""

import fcntl
import json
import os
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from local.aws import ACCOUNT, REGION
from local.door import Door
from local.emulator import Emulator
from local.localstack import LocalStack
from local.notes import keep, recall
from local.places import ROOT
from local.servers import Postgres, Server, ServerFailed, Valkey, first_free_port

# Under this name the emulator keeps the hash of what was deployed: both are forgotten together.
FINGERPRINT = "/souk/desk/fingerprint"
# What stands there once code came by another way than a deployment, which therefore would not see it change.
PATCHED = "patched"
PORT = 8080
STATE = Path(os.environ.get("SOUK_STATE", ROOT / ".souk"))


# What a desk decides otherwise than stages/local.toml does.
DECISIONS = "stage.json"


def stage_of(folder: Path) -> dict[str, Any]:
    """Read what the desk of a folder decides of the stage local."""
    return tomllib.loads((ROOT / "stages" / "local.toml").read_text()) | recall(folder / DECISIONS)


@contextmanager
def alone(folder: Path = STATE) -> Iterator[None]:
    """Let no other command start or stop the desk of a folder meanwhile; entered before the desk is looked at.

    Raises ServerFailed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ServerFailed("Another command is starting or stopping this desk; wait until it has ended.") from None
        yield


@dataclass
class Addresses:
    """Where a running desk answers; the REST API itself answers on the emulator, under a host of its own."""

    front_door: str
    emulator: str
    api_host: str
    api_path: str


class Desk:
    """PostgreSQL, Valkey, the emulator and the front door; each can outlive the command that started it."""

    def __init__(self, folder: Path = STATE, port: int | None = None) -> None:
        self.folder = folder.resolve()
        self.postgres = Postgres(self.folder / "postgres", durable=True)
        self.valkey = Valkey(self.folder / "valkey", durable=True)
        self.emulator = Emulator(self.folder / "emulator", STATE / "python")
        self.localstack = LocalStack(self.folder / "localstack", STATE / "localstack-python")
        self.door = Door(self.folder / "door", port=None)
        if not self.door.is_running:
            self.door.port = first_free_port(port or PORT)

    @property
    def servers(self) -> tuple[Server, ...]:
        """Everything that runs, in the order of starting."""
        return self.postgres, self.valkey, self.emulator, self.door

    @property
    def named(self) -> dict[str, Server]:
        """The same, each with the name a person knows it by."""
        return dict(zip(("PostgreSQL", "Valkey", "AWS emulator", "front door"), self.servers, strict=True))

    @property
    def is_running(self) -> bool:
        """Whether all of it runs."""
        return all(server.is_running for server in self.servers)

    def demand(self) -> Self:
        """Give the desk if it runs.

        Raises ServerFailed.
        """
        if not self.is_running:
            raise ServerFailed("The desk is not running; `make up` starts it.")
        return self

    @property
    def context(self) -> dict[str, str]:
        """What the stage local has to know of this machine, as CDK context."""
        return {
            "stage": "local",
            "machine": json.dumps(
                recall(self.folder / DECISIONS)
                | {
                    "account": ACCOUNT,
                    "region": REGION,
                    "public_url": self.door.url,
                    "existing": {
                        "database_host": self.postgres.host,
                        "database_port": self.postgres.port,
                        "database_user": self.postgres.user,
                        "database_password": self.postgres.password,
                        "cache_url": self.valkey.url,
                    },
                }
            ),
        }

    @property
    def addresses(self) -> Addresses | None:
        """Where it answers, once it was deployed."""
        noted = recall(self.folder / "addresses.json")
        return Addresses(**noted) if noted else None

    def note(self, api: str) -> Addresses:
        """Remember where the API answers that was deployed as https://ID.execute-api.REGION.amazonaws.com/STAGE/."""
        parts = urlsplit(api)
        host = f"{parts.netloc.split('.')[0]}.execute-api.localhost"
        return self._keep(Addresses(self.door.url, self.emulator.url, host, parts.path.rstrip("/")))

    def note_ports(self, addresses: Addresses) -> Addresses:
        """Remember the same after a start, which may have found its earlier ports taken."""
        return self._keep(replace(addresses, front_door=self.door.url, emulator=self.emulator.url))

    def _keep(self, addresses: Addresses) -> Addresses:
        keep(self.folder / "addresses.json", json.dumps(asdict(addresses)))
        return addresses

    def stop(self) -> None:
        """Stop everything, the front door first."""
        for server in (*reversed(self.servers), self.localstack):
            server.stop()

    def forget(self) -> None:
        """Delete what the servers remember; the Python environments of the emulators stay."""
        for server in (*self.servers, self.localstack):
            shutil.rmtree(server.directory, ignore_errors=True)
        for note in ("addresses.json", "outputs.json", "seeded"):
            (self.folder / note).unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
