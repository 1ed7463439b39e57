"""A PostgreSQL connection that runs a statement in one round trip."""

import ssl
from collections.abc import Mapping
from contextlib import suppress
from functools import cache, lru_cache
from typing import Any

from pg8000 import native
from pg8000.converters import make_params
from pg8000.core import IN_FAILED_TRANSACTION, Context, _flush, _write
from pg8000.exceptions import DatabaseError, InterfaceError

from souk import invocation, settings
from souk.errors import Unavailable
from souk.sqlstate import REFUSED, code

_CONNECT_SECONDS = 5
ANSWER_SECONDS = 9  # one more than the roles' statement_timeout: then the server itself is gone
_DESCRIBE, _EXECUTE, _SYNC = b"D\0\0\0\6P\0", b"E\0\0\0\t\0\0\0\0\0", b"S\0\0\0\4"
_JSON, _JSONB = 114, 3802
_numbered = cache(native.to_statement)

type Statement = tuple[str, Mapping[str, Any]]
"""A text with parameters as ``:name``, and their values."""


def _prepared(sql: str, params: Mapping[str, Any]) -> tuple[str, tuple[Any, ...]]:
    """Give the text with numbered parameters and their values in order."""
    if not params:
        return sql, ()
    try:
        statement, values = _numbered(sql)
        return statement, values(params)
    except InterfaceError as error:
        raise TypeError(f"{error} Given are {sorted(params)}.") from error


@lru_cache(1_000)
def _parse(statement: str) -> bytes:
    return _message(b"P", b"\0%b\0\0\0" % statement.encode())


def _message(code: bytes, body: bytes) -> bytes:
    return b"%b%b%b" % (code, (len(body) + 4).to_bytes(4), body)


class Connection(native.Connection):  # type: ignore[misc]
    """pg8000's connection, with two habits changed; JSON columns arrive as text.

    pg8000 sends Parse, Describe and Bind each with a Sync of its own and waits for the answer. That is three round
    trips, and where a proxy hands out server connections between two Syncs, the statement that was parsed may be on
    another one by then. Here they travel together, as the protocol allows: PostgreSQL documentation, "Message Flow",
    "Extended Query" and "Pipelining". It also keeps the parsed text of a statement, which stands in the program and
    comes again.

    ``patience`` is how many seconds to wait for the server before the connection counts as lost, None for ever.
    """

    _sock: Any
    patience: float | None = ANSWER_SECONDS

    def __init__(self, *arguments: Any, **options: Any) -> None:
        try:
            super().__init__(*arguments, **options)
        except BaseException:
            self.close()
            raise
        self._kept: dict[str, bytes] = {}
        self._described: dict[bytes, tuple[Any, Any]] = {}
        self.register_in_adapter(_JSON, str)
        self.register_in_adapter(_JSONB, str)

    def run(self, sql: str, stream: Any = None, types: Any = None, **params: Any) -> Any:
        """Run a statement whose parameters stand in it as ``:name``, or several without parameters.

        Raises TypeError when a parameter is missing.
        """
        if params and types is None and stream is None:
            return self.run_together((sql, params))
        self._limit_waiting()
        return super().run(sql, stream=stream, types=types, **params)

    def run_together(self, *statements: Statement) -> Any:
        """Run statements in one round trip and give the rows of the last; those before it must give none.

        They are parsed, bound and executed in one go up to the first that fails. Raises TypeError when a parameter is
        missing.
        """
        prepared = [_prepared(sql, params) for sql, params in statements]
        messages = [message for text, values in prepared for message in (_parse(text), self._bind(values), _EXECUTE)]
        return self._ask(prepared[-1][0], *messages[:-1])

    def run_kept(self, sql: str, **params: Any) -> Any:
        """Run a statement that the session parses, and perhaps plans, once; RDS Proxy pins the session for it."""
        text, values = _prepared(sql, params)
        if text not in self._kept:
            self._kept[text] = self.prepare_statement(text, ())[0]
        return self._ask(text, self._bind(values, self._kept[text]))

    def _ask(self, text: str, *messages: bytes) -> Any:
        self._limit_waiting()
        _write(self._sock, b"".join((*messages, _DESCRIBE, _EXECUTE, _SYNC)))
        _flush(self._sock)
        context = self._context = Context(text)
        self.handle_messages(context)
        return context.rows

    def _bind(self, values: tuple[Any, ...], name: bytes = b"\0") -> bytes:
        texts = [None if text is None else text.encode() for text in make_params(self.py_types, values)]
        given = [b"\xff\xff\xff\xff" if text is None else len(text).to_bytes(4) + text for text in texts]
        return _message(b"B", b"\0%b\0\0%b%b\0\0" % (name, len(given).to_bytes(2), b"".join(given)))

    def handle_COMMAND_COMPLETE(self, data: bytes, context: Context) -> None:  # noqa: N802
        """Count the rows of the last of several statements alone."""
        context.row_count = -1
        super().handle_COMMAND_COMPLETE(data, context)

    def handle_ROW_DESCRIPTION(self, data: bytes, context: Context) -> None:  # noqa: N802
        """Read what the columns of a result are, once for all results like it."""
        if data not in self._described:
            super().handle_ROW_DESCRIPTION(data, context)
            self._described[data] = context.columns, context.input_funcs
        context.columns, context.input_funcs = self._described[data]
        if context.rows is None:
            context.rows = []

    def _limit_waiting(self) -> None:
        if self._usock is None:
            raise InterfaceError("connection is closed")
        self._usock.settimeout(invocation.patience(self.patience))

    @property
    def failed(self) -> bool:
        """Whether a statement of the open transaction failed, so that it can only be rolled back."""
        return bool(self._transaction_status == IN_FAILED_TRANSACTION)

    def close(self) -> None:
        """Close for good also when the server is gone, for pg8000 then leaves its buffered file to the collector."""
        file = getattr(self, "_sock", None)
        if getattr(self, "_usock", None) is not None:
            with suppress(InterfaceError):
                super().close()
        if file is not None:
            with suppress(OSError):
                file.close()


def connect(
    *, patience: float | None = ANSWER_SECONDS, host: str = "SOUK_DATABASE_HOST", login: str = "SOUK_DATABASE_SECRET"
) -> Connection:
    """Connect with the settings of this function, with a password read anew when the known one was rotated.

    ``host`` and ``login`` name the settings that say where the server is and who connects.
    A server that says nothing for ``patience`` seconds counts as lost.
    Raises Unavailable when it does not answer or refuses.
    """
    for fresh in (False, True):
        try:
            connection = _connected(settings.get(host), settings.secret(login, fresh=fresh))
            connection.patience = patience
            return connection
        except (InterfaceError, OSError, DatabaseError) as error:
            if fresh or not code(error).startswith(REFUSED):
                raise Unavailable("The database does not answer.") from error
    raise AssertionError("unreachable")


def _connected(host: str, credentials: Mapping[str, Any]) -> Connection:
    return Connection(
        user=credentials["username"],
        password=credentials["password"],
        host=host,
        port=int(settings.get("SOUK_DATABASE_PORT")),
        database=settings.get("SOUK_DATABASE_NAME"),
        ssl_context=_tls(),
        timeout=invocation.patience(_CONNECT_SECONDS),
        application_name=settings.get("SOUK_FUNCTION", "souk"),
        tcp_keepalive=True,
    )


def _tls() -> ssl.SSLContext | bool:
    """Verify the server fully, unless the stage's database is on this machine."""
    if settings.get("SOUK_DATABASE_TLS", "verify") == "off":
        return False
    context = ssl.create_default_context()
    authority = settings.get("SOUK_DATABASE_AUTHORITY", "")
    if authority:
        context.load_verify_locations(authority)
    return context
