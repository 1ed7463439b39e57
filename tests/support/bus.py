"""Deliver events in process, as EventBridge and SQS would."""

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
from tests.support import world
from tests.support.api import invoke

EVENTS = Path(__file__).parents[2] / "events"


@cache
def catalogue() -> dict[str, type[Event]]:
    """Give every event class by name."""
    return event_catalogue(events)


def batch(*messages: Event, attempt: int = 1) -> dict[str, Any]:
    """Make the SQS batch in which EventBridge delivers these events, for the so many-th time."""
    records = []
    for event in messages:
        message = {"source": event.source, "detail-type": event.name, "detail": event.envelope()}
        records.append(
            {
                "messageId": str(uuid4()),
                "receiptHandle": str(event.id),
                "body": json.dumps(message),
                "attributes": {"ApproximateReceiveCount": str(attempt)},
                "eventSource": "aws:sqs",
            }
        )
    return {"Records": records}


def deliver(
    reaction: ModuleType | Function | str, *events: Event, times: int = 1, attempt: int = 1, **handed: Any
) -> list[str]:
    """Deliver events to a reaction, the whole batch so many times; give the ids of the messages that failed last.

    ``attempt`` is what the queue counts the first of these deliveries as.
    """
    if isinstance(reaction, str):
        reaction = importlib.import_module(f"functions.{reaction}")
    function = reaction if isinstance(reaction, Function) else reaction.handler
    failed: list[str] = []
    for later in range(times):
        answer = invoke(function, batch(*events, attempt=attempt + later), handed)
        failed = [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]
    return failed


def recorded(name: str | None = None) -> list[Event]:
    """Give the events that wait in the outbox, all or those of one name, in the order they were recorded."""
    with world.current().tx_as("admin") as tx:
        rows = tx.rows("SELECT name, envelope FROM souk.outbox ORDER BY recorded_at, id")
    return [catalogue()[row["name"]].open(json.loads(row["envelope"])) for row in rows if name in (None, row["name"])]


def recorded_as[E: Event](kind: type[E]) -> list[E]:
    """Give the events of one kind that wait in the outbox, in the order they were recorded."""
    return [event for event in recorded(kind.name) if isinstance(event, kind)]


def drain(*, rounds: int = 20, times: int = 1, **handed: Any) -> list[Event]:
    """Deliver everything in the outbox to everybody who listens, until it stays empty; give what was delivered.

    ``handed`` fakes reach every reaction that has a parameter of that name. Raises AssertionError when a delivery
    fails in every round.
    """
    delivered: list[Event] = []
    waiting: list[tuple[Function, Event]] = []
    for _ in range(rounds):
        events = taken()
        delivered += events
        waiting += [(function, event) for event in events for function in listeners(event)]
        if not waiting:
            return delivered
        waiting = [pair for pair in waiting if _failed(*pair, times, handed)]
    raise AssertionError(f"still failing: {Counter((function.spec.id, event.name) for function, event in waiting)}")


def _failed(function: Function, event: Event, times: int, handed: dict[str, Any]) -> bool:
    mine = {name: fake for name, fake in handed.items() if name in function.spec.injected}
    return bool(deliver(function, event, times=times, **mine))


def listeners(event: Event) -> list[Function]:
    """Give the reactions that an event goes to."""
    registry = world.registry()
    return [registry.function(spec) for spec in registry.reactions if type(event) in spec.events]


def taken() -> list[Event]:
    """Take everything out of the outbox."""
    events = recorded()
    with world.current().tx_as("admin") as tx:
        ids = [event.id for event in events]
        tx.execute("DELETE FROM souk.outbox WHERE id = ANY(CAST(:ids AS uuid[]))", ids=ids)
    return events
