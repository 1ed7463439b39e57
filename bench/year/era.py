"""Another time for a world: its PostgreSQL and what is called in process believe in a clock that can be set ahead."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from unittest.mock import patch

from souk import event, ids, limits
from souk.clock import Clock
from tests.support.world import World

# PostgreSQL calls its own functions by number wherever a plan names them, but a function in SQL is put into the plan
# instead of its name. What was planned before keeps the real time, so this comes before anything else is done.
_INSTALL = """
CREATE SCHEMA era;
GRANT USAGE ON SCHEMA era TO PUBLIC;
CREATE TABLE era.clock (shift interval NOT NULL);
GRANT SELECT ON era.clock TO PUBLIC;
INSERT INTO era.clock VALUES ('0');
CREATE FUNCTION era.shift() RETURNS interval LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN RETURN (SELECT shift FROM era.clock); END $$;
CREATE FUNCTION era.wall() RETURNS timestamptz LANGUAGE internal VOLATILE PARALLEL SAFE AS 'clock_timestamp';
CREATE OR REPLACE FUNCTION pg_catalog.now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT pg_catalog.transaction_timestamp() + era.shift() $$;
CREATE OR REPLACE FUNCTION pg_catalog.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE AS
$$ SELECT era.wall() + era.shift() $$;
CREATE OR REPLACE FUNCTION pg_catalog.uuidv7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS
$$ SELECT pg_catalog.uuidv7(era.shift()) $$;
"""


class Era:
    """The clock of a world; between two settings it runs as any other."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._shift = timedelta()

    def now(self) -> datetime:
        """Give the time in this world."""
        return datetime.now(UTC) + self._shift

    def move_to(self, moment: datetime) -> None:
        """Set the clock, unless it has passed that moment already: it never goes back."""
        if moment > self.now() or not self._shift:
            self._shift = moment - datetime.now(UTC)
            with self._world.tx_as("admin") as tx:
                tx.execute("UPDATE era.clock SET shift = :shift", shift=self._shift)

    def unix(self) -> float:
        """Give the time as seconds since 1970."""
        return time.time() + self._shift.total_seconds()

    def unix_ns(self) -> int:
        """Give the time as nanoseconds since 1970."""
        return time.time_ns() + self._shift // timedelta(microseconds=1) * 1000


@contextmanager
def begun(world: World, moment: datetime) -> Iterator[Era]:
    """Begin at a moment, in a world in which nothing has happened; its database stays there for good."""
    connection = world.admin()
    connection.run(_INSTALL)
    connection.close()
    era = Era(world)
    era.move_to(moment)
    said = SimpleNamespace(now=lambda _zone: era.now(), fromisoformat=datetime.fromisoformat)
    seconds = SimpleNamespace(time=era.unix, time_ns=era.unix_ns)
    with ExitStack() as stack:
        stack.enter_context(patch.object(Clock, "now", lambda _clock: era.now()))
        stack.enter_context(patch.object(event, "datetime", said))
        for module in (ids, limits):
            stack.enter_context(patch.object(module, "time", seconds))
        yield era
