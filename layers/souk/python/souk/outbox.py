"""The relay: events leave the outbox for the bus, at least once, woken the moment they are recorded.

Events are published with no transaction open and deleted when the bus took them; what dies with its relay is published
by the next one. What the bus refuses is tried again after 2, 4, 8 … seconds.
"""

import json
import select
import time
from collections.abc import Callable, Iterable
from typing import Protocol

from pg8000.exceptions import DatabaseError
from pydantic_core import to_json

from souk.connection import Connection
from souk.event import Event, correlation
from souk.logs import count, line, logger
from souk.sqlstate import LOCK_TIMEOUT, code
from souk.work import SOURCE

BATCH = 10
LONGEST_WAIT_SECONDS = 600
_LOCK = 7_355_609
_SWEEP_SECONDS = 1.0

RECORD = "CALL souk.record(:events::json)"

DUE = """
SELECT id, source, name, envelope
FROM souk.outbox
WHERE due_at <= now()
ORDER BY due_at, id
LIMIT :batch
"""

PUBLISHED = "DELETE FROM souk.outbox WHERE id = ANY(:ids::uuid[])"
REFUSED = """
UPDATE souk.outbox
SET last_error = :error,
    attempts = attempts + 1,
    due_at = now() + make_interval(secs => least(2 ^ least(attempts + 1, 20), :longest))
WHERE id = :id::uuid
"""


def rows(events: Iterable[Event]) -> str:
    """Give the rows of these events as JSON."""
    recorded = [
        {"id": str(event.id), "source": event.source, "name": event.name, "envelope": event.envelope()}
        for event in events
    ]
    return to_json(recorded).decode()


class Bus(Protocol):
    """Where events go, and the parts of jobs."""

    def publish(self, entries: list[dict[str, str]]) -> list[str | None]:
        """Publish at most ten entries of Source, DetailType and Detail; give an error, or None, for each."""
        ...


def publish_due(connection: Connection, bus: Bus, queues: Bus) -> int:
    """Publish one batch of due events, and send the parts of jobs to their queues; give how many were found."""
    due = connection.run_kept(DUE, batch=BATCH)
    if not due:
        return 0
    entries = [{"Source": source, "DetailType": name, "Detail": envelope} for _, source, name, envelope in due]
    errors = _published(entries, bus, queues)
    done = [row[0] for row, error in zip(due, errors, strict=True) if error is None]
    connection.run_kept(PUBLISHED, ids=done)
    for row, entry, error in zip(due, entries, errors, strict=True):
        token = correlation.set(json.loads(entry["Detail"])["correlation_id"])
        try:
            _note(connection, row[0], row[2], error)
        finally:
            correlation.reset(token)
    return len(due)


def _published(entries: list[dict[str, str]], bus: Bus, queues: Bus) -> list[str | None]:
    errors: dict[int, str | None] = {}
    for outlet, is_work in ((bus, False), (queues, True)):
        if numbers := [number for number, entry in enumerate(entries) if (entry["Source"] == SOURCE) is is_work]:
            errors |= zip(numbers, outlet.publish([entries[number] for number in numbers]), strict=True)
    return [errors[number] for number in range(len(entries))]


def _note(connection: Connection, event_id: object, name: str, error: str | None) -> None:
    """Log, as a step of the request that the event comes from, that the bus took or refused it."""
    if error is None:
        line("published", event=name, event_id=event_id)
        return
    logger().error("event_refused", extra={"event_id": event_id, "event": name, "reason": error})
    connection.run(REFUSED, id=event_id, error=error, longest=LONGEST_WAIT_SECONDS)
    count(EventsRefused=1)


def relay(
    connection: Connection,
    bus: Bus,
    queues: Bus,
    seconds: float,
    *,
    patience: float,
    beside: Callable[[], int] = lambda: 0,
) -> int:
    """Publish until ``seconds`` have passed; give the number of events, -1 when another relay never let go.

    One relay at a time holds the lock. The next one waits up to ``patience`` seconds for it, so that it takes over
    the moment its predecessor ends. ``beside`` is done at every sweep, again at once while it gives a whole batch.
    """
    # The role's statement_timeout is made for requests and would end the wait for the lock long before.
    connection.run(f"SET statement_timeout = 0; SET lock_timeout = {int(patience * 1000)}")
    if not _acquired(connection):
        return -1
    try:
        connection.run("LISTEN souk_outbox")
        return _publish_until(connection, bus, queues, time.monotonic() + seconds, beside)
    finally:
        connection.run("UNLISTEN souk_outbox")
        connection.run(f"SELECT pg_advisory_unlock({_LOCK})")


def _acquired(connection: Connection) -> bool:
    try:
        connection.run(f"SELECT pg_advisory_lock({_LOCK})")
    except DatabaseError as error:
        if code(error) != LOCK_TIMEOUT:
            raise
        return False
    return True


def _publish_until(connection: Connection, bus: Bus, queues: Bus, end: float, beside: Callable[[], int]) -> int:
    published = 0
    while time.monotonic() < end:
        found = publish_due(connection, bus, queues)
        published += found
        if found < BATCH and beside() < BATCH:
            _wait(connection, min(_SWEEP_SECONDS, max(end - time.monotonic(), 0)))
    return published


def _wait(connection: Connection, seconds: float) -> None:
    """Wait for a notification on the connection's socket, at most so long."""
    if not connection.notifications:
        select.select([connection._usock], [], [], seconds)
    connection.notifications.clear()
