"""PostgreSQL: one connection per environment, transactions, and errors with a meaning."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, ClassVar, Self
from uuid import UUID

from pg8000.exceptions import DatabaseError, InterfaceError

from souk.connection import Connection, connect
from souk.errors import Unavailable
from souk.event import Event
from souk.logs import logger
from souk.message import Json
from souk.resources import Resource
from souk.sqlstate import (
    GONE,
    CheckViolation,
    Conflicted,
    ConnectionLost,
    ConstraintViolation,
    ForeignKeyViolation,
    LockTimeout,
    UniqueViolation,
    code,
    meaning,
)

__all__ = [
    "CheckViolation",
    "Conflicted",
    "ConnectionLost",
    "ConstraintViolation",
    "Database",
    "ForeignKeyViolation",
    "LockTimeout",
    "Transaction",
    "UniqueViolation",
    "connect",
]

_ATTEMPTS = 3

_FINISH = """
WITH answered AS (
    UPDATE souk.idempotency
    SET status = :status, body = :body, headers = :headers::jsonb
    WHERE caller = :caller AND operation = :operation AND key = :key
)
INSERT INTO souk.outbox (id, source, name, envelope)
SELECT (envelope ->> 'id')::uuid, source, envelope ->> 'event', envelope
FROM jsonb_to_recordset(:events::jsonb) AS recorded (source text, envelope jsonb)
"""
_RECORD = """
INSERT INTO souk.outbox (id, source, name, envelope)
SELECT (envelope ->> 'id')::uuid, source, envelope ->> 'event', envelope
FROM jsonb_to_recordset(:events::jsonb) AS recorded (source text, envelope jsonb)
"""


class Transaction(Resource):
    """Statements that become true together.

    Parameters stand in the text as ``:name``. A read operation is one statement and runs without BEGIN.
    """

    environment: ClassVar[tuple[str, ...]] = (
        "SOUK_DATABASE_HOST",
        "SOUK_DATABASE_PORT",
        "SOUK_DATABASE_NAME",
        "SOUK_DATABASE_SECRET",
        "SOUK_DATABASE_TLS",
        "SOUK_DATABASE_AUTHORITY",
    )

    def __init__(self, connection: Connection, *, single: bool = False) -> None:
        self._connection = connection
        self._single = single
        self._events: list[Event] = []
        self._answer: dict[str, Any] | None = None
        self._after_commit: list[Callable[[], object]] = []
        self.statements = 0

    def _run(self, sql: str, parameters: dict[str, Any]) -> list[list[Any]]:
        self.statements += 1
        try:
            return self._connection.run(sql, **parameters) or []
        except DatabaseError as error:
            raise meaning(error) from error
        except (InterfaceError, OSError) as error:
            raise ConnectionLost("The database does not answer.") from error

    def rows(self, sql: str, **parameters: Any) -> list[dict[str, Any]]:
        """Run a statement and give its rows by column name; JSON columns stay text."""
        found = self._run(sql, parameters)
        names = [column["name"] for column in self._connection.columns or ()]
        return [dict(zip(names, row, strict=True)) for row in found]

    def row(self, sql: str, **parameters: Any) -> dict[str, Any] | None:
        """Give the first row by column name, or None."""
        found = self.rows(sql, **parameters)
        return found[0] if found else None

    def fetch[T](self, kind: Callable[..., T], sql: str, **parameters: Any) -> list[T]:
        """Give the rows as objects made from their columns."""
        return [kind(**row) for row in self.rows(sql, **parameters)]

    def fetch_one[T](self, kind: Callable[..., T], sql: str, **parameters: Any) -> T | None:
        """Give the first row as an object, or None."""
        found = self.row(sql, **parameters)
        return kind(**found) if found is not None else None

    def value(self, sql: str, **parameters: Any) -> Any:
        """Give the first column of the first row, or None."""
        found = self._run(sql, parameters)
        return found[0][0] if found else None

    def json(self, sql: str, **parameters: Any) -> Json | None:
        """Give the JSON text that Postgres built, or None."""
        found = self.value(sql, **parameters)
        return None if found is None else Json(found)

    def execute(self, sql: str, **parameters: Any) -> int:
        """Run a statement and give the number of rows it changed."""
        self._run(sql, parameters)
        return max(int(self._connection.row_count), 0)

    def record(self, event: Event) -> None:
        """Store an event with this transaction; the relay publishes it."""
        if self._single:
            raise RuntimeError("a read operation records no events")
        self._events.append(event)

    def after_commit(self, effect: Callable[[], object]) -> None:
        """Do something afterwards that may be lost, such as purging a cache."""
        self._after_commit.append(effect)

    def as_seller(self, seller_id: UUID) -> None:
        """Let row-level security show this seller's rows only, until the transaction ends.

        RDS Proxy pins the session for it, so only seller-facing functions do this.
        """
        if self._single:
            raise RuntimeError("a read operation has no transaction that would remember the seller")
        self._run("SELECT set_config('souk.seller_id', :seller_id, true)", {"seller_id": str(seller_id)})

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what happens inside when it fails, and only that."""
        self._run("SAVEPOINT attempt", {})
        try:
            yield
        except BaseException:
            self._run("ROLLBACK TO SAVEPOINT attempt", {})
            raise
        self._run("RELEASE SAVEPOINT attempt", {})

    def answer(self, **stored: Any) -> None:
        """Store the response of an idempotent operation with this transaction."""
        self._answer = stored

    def _commit(self) -> None:
        if self._events or self._answer:
            recorded = [{"source": event.source, "envelope": event.envelope()} for event in self._events]
            events = json.dumps(recorded)
            if self._answer:
                self._run(_FINISH, {**self._answer, "events": events})
            else:
                self._run(_RECORD, {"events": events})
        try:
            self._connection.run("COMMIT")
        except DatabaseError as error:
            raise meaning(error) from error
        except (InterfaceError, OSError) as error:
            raise ConnectionLost("The database does not answer.") from error

    def _follow(self) -> None:
        for effect in self._after_commit:
            try:
                effect()
            except Exception:
                logger().exception("effect_lost")


class Database(Resource):
    """The service's database behind two doors, ``read`` and ``write``, for those who need more than one transaction."""

    environment = Transaction.environment

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._connection: Connection | None = None
        self.statements = 0

    @classmethod
    def open(cls) -> Self:
        """Prepare to connect; the connection is made by the first transaction."""
        return cls(connect)

    def close(self) -> None:
        """Drop the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(InterfaceError, OSError):
                connection.close()

    def write[T](self, work: Callable[[Transaction], T]) -> T:
        """Do work in a transaction, again when it lost a deadlock or a serialisation race.

        What the work does outside the database must bear being done again. Raises Unavailable when the race was lost
        three times, somebody else holds the rows, or the database does not answer.
        """

        def once() -> T:
            with self._opened(single=False) as transaction:
                return work(transaction)

        return self._with_meaning(once)

    def read[T](self, work: Callable[[Transaction], T]) -> T:
        """Run single statements, each its own transaction, again on a new connection when the kept one died.

        Raises Unavailable as ``write`` does.
        """

        def once() -> T:
            with self._opened(single=True) as transaction:
                return work(transaction)

        def twice() -> T:
            try:
                return once()
            except ConnectionLost:
                return once()

        return self._with_meaning(twice)

    def _with_meaning[T](self, attempt: Callable[[], T]) -> T:
        for left in reversed(range(_ATTEMPTS)):
            try:
                return attempt()
            except Conflicted as error:
                if not left:
                    raise Unavailable("Too many others change the same things.") from error
            except LockTimeout as error:
                raise Unavailable("Somebody else is changing the same thing.", retry_after=1) from error
        raise AssertionError("unreachable")

    @contextmanager
    def _opened(self, *, single: bool) -> Iterator[Transaction]:
        """Begin, and commit at the end; roll back when the block raises. Single statements need neither."""
        transaction = self._live(single=single)
        try:
            yield transaction
            if not single:
                transaction._commit()
        except ConnectionLost:
            self.close()
            raise
        except BaseException:
            if not single:
                self._roll_back()
            raise
        finally:
            self.statements += transaction.statements
        transaction._follow()

    def _live(self, *, single: bool) -> Transaction:
        """Begin on the kept connection, on a new one when the kept one died while idle."""
        for last in (False, True):
            try:
                if self._connection is None:
                    self._connection = self._connect()
                if not single:
                    self._connection.run("BEGIN")
                return Transaction(self._connection, single=single)
            except (InterfaceError, OSError, DatabaseError) as error:
                self.close()
                if last or (isinstance(error, DatabaseError) and not code(error).startswith(GONE)):
                    raise Unavailable("The database does not answer.") from error
        raise AssertionError("unreachable")

    def _roll_back(self) -> None:
        if self._connection is not None:
            try:
                self._connection.run("ROLLBACK")
            except (InterfaceError, OSError, DatabaseError):
                self.close()
