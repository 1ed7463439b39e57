"""Valkey: caches, sessions, limits and counters; never the truth about stock or money.

When it is gone every read is a miss and every write is dropped: slower, not down.
"""

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
_LOCAL_SECONDS = 2.0
_LOCAL_ENTRIES = 512
_LOCK_MILLISECONDS = 2000
_POLLS = 20

type Part = str | bytes | int | float
type Command = tuple[Part, ...]


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
        self._local: dict[str, tuple[float, Json]] = {}

    @classmethod
    def open(cls) -> Self:
        """Prepare to connect; the connection is made by the first command."""
        password = settings.secret("SOUK_CACHE_SECRET")["password"] if settings.get("SOUK_CACHE_SECRET", "") else None
        return cls(settings.get("SOUK_CACHE_URL"), password)

    def close(self) -> None:
        """Drop the connection."""
        connection, self._socket = self._socket, None
        if connection is not None:
            connection.close()

    @property
    def available(self) -> bool:
        """Tell whether Valkey answers now."""
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

    def delete(self, *keys: str) -> None:
        """Forget values, here and in Valkey."""
        for key in keys:
            self._local.pop(key, None)
        if keys:
            self.command("DEL", *keys)

    def increment(self, key: str, ttl: int) -> int:
        """Count, starting anew ``ttl`` seconds after the first; 0 when Valkey is gone."""
        count, _ = self.pipeline(("INCR", key), ("EXPIRE", key, ttl, "NX"))
        return count if isinstance(count, int) else 0

    def remember(self, key: str, ttl: int, make: Callable[[], Json | None]) -> Json | None:
        """Give the cached JSON, else make and keep it; of many who miss at once, one makes it.

        Kept two seconds in this environment and ``ttl`` seconds, with a tenth of jitter, in Valkey. None is not kept.
        """
        kept = self._local.get(key)
        if kept and kept[0] > time.monotonic():
            return kept[1]
        value = self.get(key)
        return self.keep_local(key, Json(value.decode())) if value is not None else self.fill(key, ttl, make)

    def fill(self, key: str, ttl: int, make: Callable[[], Json | None]) -> Json | None:
        """Make and keep what was missed; of many who miss at once, one makes it and the others wait for it."""
        lock = f"{key}:filling"
        mine = self.command("SET", lock, 1, "NX", "PX", _LOCK_MILLISECONDS)
        if mine is None and time.monotonic() >= self._rest_until:
            for _ in range(_POLLS):
                time.sleep(0.01)
                value = self.get(key)
                if value is not None:
                    return Json(value.decode())
        try:
            made = make()
        except BaseException:
            self.command("DEL", lock)
            raise
        if made is not None:
            life = ttl - random.randrange(max(ttl // 10, 1))  # noqa: S311  (jitter, not a secret)
            self.pipeline(("SET", key, made, "EX", life), ("DEL", lock))
            return self.keep_local(key, made)
        self.command("DEL", lock)
        return None

    def keep_local(self, key: str, value: Json) -> Json:
        """Keep a value in this environment for a moment."""
        if len(self._local) >= _LOCAL_ENTRIES:
            self._local.clear()
        self._local[key] = (time.monotonic() + _LOCAL_SECONDS, value)
        return value

    def _exchange(self, message: bytes, count: int) -> list[Any]:
        connection = self._socket or self._connect()
        connection.sendall(message)
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
