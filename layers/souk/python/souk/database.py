"""PostgreSQL: one connection per environment, transactions, and errors with a meaning."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, ClassVar, Self, overload
from uuid import UUID

from pg8000.exceptions import DatabaseError, InterfaceError

from souk import outbox, paging
from souk.connection import Connection, Statement, connect
from souk.errors import Unavailable
from souk.event import Event, correlation
from souk.logs import logger
from souk.message import Json
from souk.paging import Page
from souk.resources import Resource
from souk.sqlstate import Conflicted, ConnectionLost, LockTimeout, Unanswered, meaning
from souk.work import ENQUEUE, Work

_ATTEMPTS = 3

_BEGIN: Statement = ("BEGIN", {})
_COMMIT: Statement = ("COMMIT", {})


class Transaction(Resource):
    """Statements that become true together.

    Parameters stand in the text as ``:name``. A read operation is one statement and runs without BEGIN.

    BEGIN travels with the first statement, and what is done last with COMMIT. ``statements`` counts the round
    trips before the commit.
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
        self._begun = False
        self._ahead: list[Statement] = [] if single else [_BEGIN]
        self._last: list[Statement] = []
        self._events: list[Event] = []
        self._after_commit: list[Callable[[], object]] = []
        self.statements = 0

    def _run(self, sql: str, parameters: dict[str, Any]) -> list[list[Any]]:
        self.statements += 1
        return self._ask((sql, parameters))

    def _ask(self, *statements: Statement) -> list[list[Any]]:
        """Run statements, and before them those that wait to travel along, in one round trip."""
        ahead, self._ahead = self._ahead, []
        self._begun = not self._single
        try:
            return self._connection.run_together(*ahead, *statements) or []
        except (DatabaseError, InterfaceError, OSError) as error:
            raise meaning(error) from error

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

    def page(self, sql: str, query: Page, **parameters: Any) -> Json:
        """Give a page of a list as JSON; the module ``paging`` says what its statement is like.

        Raises Invalid when the cursor is not one of this list.
        """
        rows = self.rows(sql, **paging.bounds(sql, query, parameters), **parameters)
        return paging.shown(sql, query, parameters, rows)

    def execute(self, sql: str, **parameters: Any) -> int:
        """Run a statement and give the number of rows it changed."""
        self._run(sql, parameters)
        return max(int(self._connection.row_count), 0)

    def record(self, event: Event) -> None:
        """Store an event with this transaction; the relay publishes it."""
        if self._single:
            raise RuntimeError("a read operation records no events")
        self._events.append(event)

    def enqueue(self, work: Work) -> None:
        """Store a job with this transaction; it begins afterwards, or when its file was uploaded."""
        self.execute(
            ENQUEUE,
            id=work.id,
            job=work.job,
            state="waiting" if work.upload else "running",
            work=work.model_dump_json(),
            correlation_id=correlation.get(),
        )

    def after_commit(self, effect: Callable[[], object]) -> None:
        """Do something afterwards that may be lost, such as purging a cache."""
        self._after_commit.append(effect)

    def set_local(self, name: str, value: UUID) -> None:
        """Set what triggers and policies read, until the transaction ends; it travels with the next statement."""
        if self._single:
            raise RuntimeError("a read operation has no transaction that would remember a setting")
        self.execute_first(f"SET LOCAL {name} = '{value}'")

    def execute_first(self, sql: str, **parameters: Any) -> None:
        """Run a statement that gives no rows, on the way with the next one, which raises what goes wrong with it."""
        self._ahead.append((sql, parameters))

    def execute_last(self, sql: str, **parameters: Any) -> None:
        """Run a statement when the work is done, on the way to the commit."""
        self._last.append((sql, parameters))

    def _commit(self) -> None:
        if self._begun and self._connection.failed:
            raise RuntimeError("a statement failed and nobody minded, so nothing of the transaction can be kept")
        if self._events:
            self.execute_last(outbox.RECORD, events=outbox.rows(self._events))
        if self._ahead == [_BEGIN] and not self._last:
            return
        try:
            self._ask(*self._last, _COMMIT)
        except ConnectionLost as error:
            # Whether the server committed before the connection died, nobody knows.
            raise Unanswered("The database does not answer.") from error

    def _roll_back(self) -> None:
        self._ahead.clear()
        if self._begun:
            self._ask(("ROLLBACK", {}))

    def _follow(self) -> None:
        for effect in self._after_commit:
            try:
                effect()
            except Exception:
                logger().exception("effect_lost")


class SellerTransaction(Transaction):
    """Statements that become true together and act for one shop: row-level security shows its rows and no others.

    An operation acts for the shop that its caller's token names, or for the one that an administrator names; a reaction
    for the one that its event names. RDS Proxy pins the session for the setting, so only what acts for a shop asks.
    """

    def __init__(self, connection: Connection, seller_id: UUID) -> None:
        super().__init__(connection)
        self.seller_id = seller_id
        self.set_local("souk.seller_id", seller_id)


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

    @overload
    def write[T](self, work: Callable[[Transaction], T]) -> T: ...

    @overload
    def write[T](self, work: Callable[[SellerTransaction], T], seller_id: UUID | None) -> T: ...

    def write[T](self, work: Callable[[Any], T], seller_id: UUID | None = None) -> T:
        """Do work in a transaction, and all of it again when it lost a deadlock, a race or its connection.

        With a ``seller_id`` it acts for that shop, be it to read or to write.
        What the work does outside the database must bear being done again. Raises Unavailable when it lost three times,
        somebody else holds the rows, or the database does not answer.
        """
        return self._until_done(work, seller_id=seller_id)

    def read[T](self, work: Callable[[Transaction], T]) -> T:
        """Run single statements, each its own transaction, without BEGIN and COMMIT; otherwise as ``write``."""
        return self._until_done(work, single=True)

    def _until_done[T](self, work: Callable[[Any], T], *, single: bool = False, seller_id: UUID | None = None) -> T:
        for left in reversed(range(_ATTEMPTS)):
            try:
                with self._opened(single=single, seller_id=seller_id) as transaction:
                    return work(transaction)
            except ConnectionLost:
                if not left:
                    raise
            except Conflicted as error:
                if not left:
                    raise Unavailable("Too many others change the same things.") from error
            except LockTimeout as error:
                raise Unavailable("Somebody else is changing the same thing.", retry_after=1) from error
        raise AssertionError("unreachable")

    @contextmanager
    def _opened(self, *, single: bool = False, seller_id: UUID | None = None) -> Iterator[Transaction]:
        """Give a transaction that is committed at the end, and rolled back when the block raises."""
        connection = self._connected()
        transaction = SellerTransaction(connection, seller_id) if seller_id else Transaction(connection, single=single)
        try:
            yield transaction
            if not single:
                transaction._commit()
        except (ConnectionLost, Unanswered):
            self.close()
            raise
        except BaseException:
            try:
                transaction._roll_back()
            except (Unavailable, DatabaseError):
                self.close()
            raise
        finally:
            self.statements += transaction.statements
        transaction._follow()

    def _connected(self) -> Connection:
        if self._connection is None:
            try:
                self._connection = self._connect()
            except (InterfaceError, OSError, DatabaseError) as error:
                raise Unavailable("The database does not answer.") from error
        return self._connection
