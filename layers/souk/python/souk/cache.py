"""Valkey: caches, sessions, limits and counters; never the truth about stock or money.

When it is gone every read is a miss and every write is dropped: slower, not down.
"""

import os
import random
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

import hiredis

from souk import settings
from souk.logs import logger
from souk.message import Json
from souk.resources import Resource

_CONNECT_SECONDS = 0.25
_ANSWER_SECONDS = 0.5
_REST_SECONDS = 1.0
_LEASE_MILLISECONDS = 10_000  # a statement that makes a value may take 8 seconds
_POLLS = 20

type Part = str | bytes | int | float
type Command = tuple[Part, ...]

# What begins so stands for a value that somebody is making.
_TAKEN = b"\0"


class Cache(Resource):
    """A connection to Valkey that never raises for Valkey's sake."""

    environment: ClassVar[tuple[str, ...]] = ("SOUK_CACHE_URL", "SOUK_CACHE_SECRET")

    def __init__(self, url: str, password: str | None = None) -> None:
        address = urlsplit(url)
        self._address = (address.hostname or "127.0.0.1", address.port or 6379)
        self._tls = address.scheme.endswith("s")
        self._password = password
        self._socket: socket.socket | None = None
        self._reader = hiredis.Reader()
        self._rest_until = 0.0
        self._owed = 0
        self._lease = _TAKEN + os.urandom(8)

    @classmethod
    def open(cls) -> Self:
        """Prepare to connect; the connection is made by the first command."""
        password = settings.secret("SOUK_CACHE_SECRET")["password"] if settings.get("SOUK_CACHE_SECRET", "") else None
        return cls(settings.get("SOUK_CACHE_URL"), password)

    def close(self) -> None:
        """Drop the connection."""
        connection, self._socket, self._owed = self._socket, None, 0
        if connection is not None:
            connection.close()

    @property
    def available(self) -> bool:
        """Say whether Valkey answers now."""
        return bool(self.command("PING") == b"PONG")

    def pipeline(self, *commands: Command) -> list[Any]:
        """Send commands in one round trip; give their answers, all None when Valkey is gone.

        An error that Valkey answers to one command stands in its place as hiredis.ReplyError.
        """
        if time.monotonic() < self._rest_until:
            return [None] * len(commands)
        message = b"".join(map(_packed, commands))
        for fresh in (self._socket is None, True):
            try:
                return self._exchange(message, len(commands))
            except (OSError, hiredis.ProtocolError) as error:
                self.close()
                if fresh:
                    self._rest_until = time.monotonic() + _REST_SECONDS
                    logger().warning("cache_unavailable", extra={"reason": type(error).__name__})
                    break
        return [None] * len(commands)

    def command(self, *parts: Part) -> Any:
        """Send one command; give its answer, None when Valkey is gone or refuses."""
        answer = self.pipeline(parts)[0]
        return None if isinstance(answer, hiredis.ReplyError) else answer

    def get(self, key: str) -> bytes | None:
        """Read a value."""
        value: bytes | None = self.command("GET", key)
        return value

    def set(self, key: str, value: str | bytes, ttl: int) -> None:
        """Write a value that lives ``ttl`` seconds."""
        self.command("SET", key, value, "EX", ttl)

    def delete(self, *keys: str) -> bool:
        """Forget values; False when Valkey did not say that it has, which may still have them when it is back."""
        return not keys or self.command("DEL", *keys) is not None

    def send(self, *commands: Command) -> None:
        """Send commands without waiting for their answers, which are passed over later."""
        if self._socket is None:
            self.pipeline(*commands)
            return
        try:
            self._socket.sendall(b"".join(map(_packed, commands)))
            self._owed += len(commands)
        except OSError:
            self.close()

    def look(self, key: str) -> Command:
        """Give the command that reads a value; where there is none it says nothing, and that we are making it.

        What it leaves there is a lease as in "Scaling Memcache at Facebook" (2013): whoever forgets the value ends it,
        and what was read before that is not kept.
        """
        return ("SET", key, self._lease, "NX", "GET", "PX", _LEASE_MILLISECONDS)

    def leave(self, key: str, looked: Any) -> None:
        """Leave to somebody else what ``look`` said is ours to make."""
        if looked is None:
            self.send(("DEL", key))

    def fill(self, key: str, ttl: int, make: Callable[[], Json | None], looked: Any) -> Json | None:
        """Give what ``look`` found, else make it when that is up to us, else wait for whoever is at it.

        Kept ``ttl`` seconds less up to a tenth, so that not all is missed at once. None is not kept, nor what was
        forgotten while it was made.
        """
        for _ in range(_POLLS):
            if not isinstance(looked, bytes):
                break
            if not looked.startswith(_TAKEN):
                return Json(looked.decode())
            time.sleep(0.01)
            looked = self.command(*self.look(key))
        try:
            made = make()
        except BaseException:
            self.send(("DEL", key))
            raise
        if made is None:
            self.send(("DEL", key))
        else:
            life = ttl - random.randrange(max(ttl // 10, 1))  # noqa: S311  (jitter, not a secret)
            self.send(("SET", key, made, "IFEQ", self._lease, "EX", life))  # IFEQ is known from Valkey 8.1 on
        return made

    def _exchange(self, message: bytes, count: int) -> list[Any]:
        connection = self._socket or self._connect()
        connection.sendall(message)
        while self._owed:
            self._answer(connection)
            self._owed -= 1
        return [self._answer(connection) for _ in range(count)]

    def _answer(self, connection: socket.socket) -> Any:
        while (answer := self._reader.gets()) is False:
            data = connection.recv(65536)
            if not data:
                raise ConnectionResetError("Valkey closed the connection")
            self._reader.feed(data)
        return answer

    def _connect(self) -> socket.socket:
        connection = socket.create_connection(self._address, _CONNECT_SECONDS)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._tls:
            connection = ssl.create_default_context().wrap_socket(connection, server_hostname=self._address[0])
        connection.settimeout(_ANSWER_SECONDS)
        self._reader = hiredis.Reader()
        self._socket = connection
        if self._password:
            connection.sendall(_packed(("AUTH", self._password)))
            if isinstance(self._answer(connection), hiredis.ReplyError):
                raise ConnectionRefusedError("Valkey refused the password")
        return connection


def _packed(command: Command) -> bytes:
    """Encode a command; the library's type hint names a tuple of one part, it takes any number."""
    return hiredis.pack_command(command)  # type: ignore[arg-type, no-any-return]
