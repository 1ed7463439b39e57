"""A process that is killed at a given point."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from souk.database import Database, Transaction


class Killed(BaseException):
    """The process was killed: nothing catches this."""


class DyingDatabase(Database):
    """A database whose process is killed at the nth point: before a transaction, before its commit, or after it."""

    def __init__(self, database: Database, last_point: int) -> None:
        self._database = database
        self._left = last_point

    def _pass(self) -> None:
        self._left -= 1
        if self._left == 0:
            raise Killed

    def write[T](self, work: Callable[[Any], T], seller_id: UUID | None = None) -> T:
        """Begin, unless killed before; commit, unless killed before that."""

        def dying(tx: Any) -> T:
            result = work(tx)
            self._pass()
            return result

        self._pass()
        result = self._database.write(dying, seller_id) if seller_id else self._database.write(dying)
        self._pass()
        return result

    def read[T](self, work: Callable[[Transaction], T]) -> T:
        """Read, unless killed before."""
        self._pass()
        return self._database.read(work)

    @property
    def survived(self) -> bool:
        """Whether the work was done before the point was reached."""
        return self._left > 0
