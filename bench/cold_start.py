"""Time the first use of every HTTP function in a process of its own, next to the usual stack, in turn."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from compileall import compile_dir
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from souk.identity import Caller
from souk.spec import Spec
from tests.support import api, world
from tests.support.world import PASSWORD

ROOT = Path(__file__).resolve().parent.parent
KIT = ROOT / "layers" / "souk" / "python"
SOME_ID = UUID("01890000-0000-7000-8000-000000000001")
NAIVE_EVERY = 4
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class ColdStarts:
    """Seconds until the first answer: our median function's and the usual stack's; and who loaded boto3."""

    ours: float
    naive: float
    with_boto3: list[str]


def measure(here: world.World, specs: tuple[Spec, ...]) -> ColdStarts:
    """Start every function in turn with the usual stack, round by round.

    Of each function the fastest round counts, of the usual stack the fastest start of as many: what slows one of them
    down is the machine's other work. One round before them is not counted: it reads the files from disk.
    """
    for folder in (ROOT / "functions", ROOT / "events", ROOT / "bench", KIT):
        compile_dir(folder, quiet=1)
    ours: dict[str, list[float]] = {spec.id: [] for spec in specs}
    naive: list[float] = []
    with_boto3: set[str] = set()
    with secrets(here) as environment:
        for counted in (False, *[True] * ROUNDS):
            for number, spec in enumerate(specs):
                took, boto3 = _ours(spec, environment)
                if boto3:
                    with_boto3.add(spec.id)
                if counted:
                    ours[spec.id].append(took)
                if counted and number % NAIVE_EVERY == 0:
                    naive.append(_naive(here, environment))
    fastest = [min(naive[at : at + ROUNDS]) for at in range(0, len(naive), ROUNDS)]
    return ColdStarts(statistics.median(map(min, ours.values())), statistics.median(fastest), sorted(with_boto3))


@contextmanager
def secrets(here: world.World) -> Iterator[dict[str, str]]:
    """Lay out the settings and secrets that a deployed function finds, each service's login under its name."""
    private = here.keys.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    known = {spec.service for spec in world.registry().operations}
    with tempfile.TemporaryDirectory() as folder:
        contents = {
            **{service: {"username": service, "password": PASSWORD} for service in known},
            "SOUK_PUBLIC_KEYS_SECRET": {"keys": [here.keys.jwk()]},
            "SOUK_SIGNING_KEY_SECRET": {"kid": here.keys.key_id, "private_key": private.decode()},
            "SOUK_PROVIDER_SANDBOX_SECRET": {"webhook_secret": "secret"},
        }
        files = {name: Path(folder) / name for name in contents}
        for name, content in contents.items():
            files[name].write_text(json.dumps(content))
        yield {name: str(path) for name, path in files.items()} | {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(KIT))),
            "AWS_DEFAULT_REGION": "eu-west-1",
            "AWS_ACCESS_KEY_ID": "none",
            "AWS_SECRET_ACCESS_KEY": "none",
            "SOUK_DATABASE_HOST": here.postgres.host,
            "SOUK_DATABASE_PORT": str(here.postgres.port),
            "SOUK_DATABASE_NAME": here.name,
            "SOUK_DATABASE_TLS": "off",
            "SOUK_CACHE_URL": here.valkey.url,
            "SOUK_RATE_LIMIT": "1000000",
            "SOUK_PAYMENT_PROVIDERS": "sandbox",
            "SOUK_PRICES_WITHOUT_TAX": "",
            "SOUK_PLATFORM_COUNTRY": "",
            "SOUK_STAGE": "local",
        }


def _ours(spec: Spec, environment: dict[str, str]) -> tuple[float, bool]:
    event = api.gateway_event(
        spec.route,
        as_=_caller(spec),
        path={name: SOME_ID if kind is UUID else "1" for name, kind in spec.path_types.items()},
        body={} if spec.body else None,
        key="a-key-for-the-bench" if spec.idempotent else None,
    )
    login = {"SOUK_DATABASE_SECRET": environment[spec.service]}
    took, boto3 = _run("bench.our_stack", {"module": spec.module, "event": event}, environment | login).split()
    return float(took), boto3 == "True"


def _naive(here: world.World, environment: dict[str, str]) -> float:
    settings = {
        "database": {
            "user": here.postgres.user,
            "password": here.postgres.password,
            "host": here.postgres.host,
            "port": here.postgres.port,
            "database": here.name,
        },
        "cache": here.valkey.url.replace("valkey://", "redis://"),
        "event": api.gateway_event("GET /things/{thing_id}", path={"thing_id": SOME_ID}),
    }
    return float(_run("bench.naive_stack", settings, environment))


def _run(module: str, settings: dict[str, Any], environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module],
        env=environment | {"BENCH_SETTINGS": json.dumps(settings)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{module}: {done.stderr[-2000:]}")
    return done.stderr.splitlines()[-1]


def _caller(spec: Spec) -> Caller | None:
    return api.caller(spec.roles[0], SOME_ID, SOME_ID) if spec.roles else None
