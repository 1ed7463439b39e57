"""Connections that one test lends to the next.

A new one costs PostgreSQL more than most tests do: its process has yet to read the catalogue and to compile functions.
"""

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress

from pg8000.core import IDLE
from pg8000.exceptions import DatabaseError, InterfaceError

from souk.connection import Connection

APPLICATION = "lent from test to test"
"""How PostgreSQL calls such a connection."""

type Place = tuple[int, str, str]
"""A server's port, a database and a role."""


class Pool:
    """Idle connections by where they lead."""

    def __init__(self) -> None:
        self._idle: defaultdict[Place, list[Connection]] = defaultdict(list)

    def take(self, place: Place, connect: Callable[[], Connection]) -> Connection:
        """Give a connection that is as good as new, and a new one when there is none."""
        while self._idle[place]:
            connection = self._idle[place].pop()
            try:
                connection.run("DISCARD ALL")
            except (InterfaceError, DatabaseError, OSError):
                connection.close()
            else:
                return connection
        return connect()

    def give_back(self, place: Place, connection: Connection) -> None:
        """Keep a connection, unless it is lost or a transaction is open on it."""
        if connection._usock is None or connection._transaction_status != IDLE:
            connection.close()
        else:
            self._idle[place].append(connection)

    def close(self) -> None:
        """Close what is idle."""
        for connections in self._idle.values():
            for connection in connections:
                with suppress(InterfaceError, OSError):
                    connection.close()
        self._idle.clear()


POOL = Pool()
