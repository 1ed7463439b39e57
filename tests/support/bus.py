"""Deliver events, and the parts of jobs, in process, as EventBridge and SQS would."""

import importlib
import json
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

import events
from souk.event import Event
from souk.event import catalogue as event_catalogue
from souk.function import Function
from souk.work import SOURCE
from tests.support import world
from tests.support.api import invoke

type Message = Event | dict[str, Any]
"""An event, or what a job is sent: the message of a part, or what Amazon S3 says of a file."""

EVENTS = Path(__file__).parents[2] / "events"


@cache
def catalogue() -> dict[str, type[Event]]:
    """Give every event class by name."""
    return event_catalogue(events)


def batch(*messages: Message, attempt: int = 1) -> dict[str, Any]:
    """Make the SQS batch in which these are delivered, for the so many-th time."""
    records = []
    for message in messages:
        detail = message.envelope() if isinstance(message, Event) else message
        records.append(
            {
                "messageId": str(uuid4()),
                "receiptHandle": str(detail.get("id")),
                "body": json.dumps({"detail": detail}),
                "attributes": {"ApproximateReceiveCount": str(attempt)},
                "eventSource": "aws:sqs",
            }
        )
    return {"Records": records}


def deliver(
    queued: ModuleType | Function | str, *messages: Message, times: int = 1, attempt: int = 1, **handed: Any
) -> list[str]:
    """Deliver to a reaction or a job, the whole batch so many times; give the ids of the messages that failed last.

    ``attempt`` is what the queue counts the first of these deliveries as.
    """
    if isinstance(queued, str):
        queued = importlib.import_module(f"functions.{queued}")
    function = queued if isinstance(queued, Function) else queued.handler
    failed: list[str] = []
    for later in range(times):
        answer = invoke(function, batch(*messages, attempt=attempt + later), handed)
        failed = [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]
    return failed


def recorded(name: str | None = None) -> list[Event]:
    """Give the events that wait in the outbox, all or those of one name, in the order they were recorded."""
    with world.current().tx_as("admin") as tx:
        rows = tx.rows(
            "SELECT name, envelope FROM souk.outbox WHERE source <> :work ORDER BY recorded_at, id", work=SOURCE
        )
    return [catalogue()[row["name"]].open(json.loads(row["envelope"])) for row in rows if name in (None, row["name"])]


def recorded_as[E: Event](kind: type[E]) -> list[E]:
    """Give the events of one kind that wait in the outbox, in the order they were recorded."""
    return [event for event in recorded(kind.name) if isinstance(event, kind)]


def enqueued() -> list[dict[str, Any]]:
    """Give the messages of the parts of jobs that wait in the outbox."""
    with world.current().tx_as("admin") as tx:
        rows = tx.rows("SELECT envelope FROM souk.outbox WHERE source = :work ORDER BY recorded_at, id", work=SOURCE)
    return [json.loads(row["envelope"]) for row in rows]


def drain(*, rounds: int = 20, times: int = 1, **handed: Any) -> list[Event]:
    """Deliver everything in the outbox to everybody who listens, until it stays empty; give which events there were.

    Parts of jobs go to their queues, and to theirs what the bucket says of files that arrived.
    ``handed`` fakes reach every reaction that has a parameter of that name. Raises AssertionError when a delivery
    fails in every round.
    """
    delivered: list[Event] = []
    waiting: list[tuple[Function, Message]] = []
    for _ in range(rounds):
        parts = enqueued()
        events = taken()
        delivered += events
        waiting += [(function, event) for event in events for function in listeners(event)]
        waiting += [(worker(part), part) for part in [*parts, *world.current().bucket.arrived]]
        world.current().bucket.arrived.clear()
        if not waiting:
            return delivered
        waiting = [pair for pair in waiting if _failed(*pair, times, handed)]
    raise AssertionError(f"still failing: {Counter(function.spec.id for function, _ in waiting)}")


def _failed(function: Function, message: Message, times: int, handed: dict[str, Any]) -> bool:
    mine = {name: fake for name, fake in handed.items() if name in function.spec.injected}
    return bool(deliver(function, message, times=times, **mine))


def worker(part: dict[str, Any]) -> Function:
    """Give the job that a message goes to: a part of it, or what Amazon S3 says of a file."""
    registry = world.registry()
    job = part["event"] if "event" in part else part["object"]["key"].split("/")[1]
    return next(registry.function(spec) for spec in registry.jobs if spec.id == job)


def listeners(event: Event) -> list[Function]:
    """Give the reactions that an event goes to."""
    registry = world.registry()
    return [registry.function(spec) for spec in registry.reactions if type(event) in spec.events]


def taken() -> list[Event]:
    """Take everything out of the outbox."""
    events, parts = recorded(), enqueued()
    _take(*(str(event.id) for event in events), *(part["id"] for part in parts))
    return events


def publish(event: Event) -> None:
    """Take an event out of the outbox, as one that is published and handled, as far as anybody listens."""
    _take(str(event.id))


def _take(*ids: str) -> None:
    with world.current().tx_as("admin") as tx:
        tx.execute("DELETE FROM souk.outbox WHERE id = ANY(CAST(:ids AS uuid[]))", ids=list(ids))
