"""Behavioural events: what people look at, noted without a write to PostgreSQL.

They ride in the request's round trip to Valkey, wait there in a stream of bounded length, and are drained to the bus by
the relay. Losing one is acceptable, slowing a read is not.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from souk.cache import Cache, Command
from souk.entry import Entry
from souk.event import Event, correlation
from souk.identity import Caller
from souk.logs import count, logger
from souk.outbox import BATCH, Bus

STREAM = Entry(
    "behaviour",
    owner="kit",
    life=0,
    holds="the latest 100,000 behavioural events until the relay publishes them",
    without="what people look at is not counted",
)
_STREAM = STREAM.key()
_KEPT = 100_000


def command(kind: type[Event], fields: dict[str, str], caller: Caller | None) -> Command:
    """Give the command that notes one event: its fields as text, and who did it when that is known."""
    noted: list[str] = ["event", kind.name, "correlation_id", correlation.get()]
    for name, value in fields.items():
        noted += (name, value)
    if caller:
        noted += ("user_id", str(caller.user_id))
    return ("XADD", _STREAM, "MAXLEN", "~", _KEPT, "*", *noted)


def drain(cache: Cache, bus: Bus, kinds: Mapping[str, type[Event]]) -> int:
    """Publish a batch of what was noted; give how many entries were taken.

    What is not an event, such as a view of a path that names no product, is dropped; what the bus refuses is lost, and
    counted as ``BehaviourLost``.
    """
    entries = cache.command("XRANGE", _STREAM, "-", "+", "COUNT", BATCH) or []
    if not entries:
        return 0
    events = [event for id_, fields in entries if (event := _event(kinds, id_, fields))]
    if events:
        errors = bus.publish(
            [
                {"Source": event.source, "DetailType": event.name, "Detail": json.dumps(event.envelope())}
                for event in events
            ]
        )
        if refused := [error for error in errors if error]:
            logger().error("behaviour_lost", extra={"reason": refused[0]})
            count(BehaviourLost=len(refused))
    cache.command("XDEL", _STREAM, *(id_ for id_, _ in entries))
    return len(entries)


def _event(kinds: Mapping[str, type[Event]], id_: bytes, parts: list[bytes]) -> Event | None:
    texts = [part.decode("utf-8", "replace") for part in parts]
    fields: dict[str, Any] = dict(zip(texts[::2], texts[1::2], strict=True))
    kind = kinds.get(fields.pop("event"))
    correlation_id = fields.pop("correlation_id")
    if kind is None:
        return None
    try:
        event = kind(**fields)
    except ValidationError:
        return None
    milliseconds = int(id_.partition(b"-")[0])
    return event.noted(correlation_id, datetime.fromtimestamp(milliseconds / 1000, UTC))
