"""Structured logs, metrics and traces.

What is rare goes through Powertools: warnings, exceptions, and the trace of a sampled invocation. The one line that
every invocation writes is written straight out, with the same fields (docs/adr/0022-one-line.md).
"""

import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from souk import invocation
from souk.event import correlation

if TYPE_CHECKING:
    from logging import LogRecord

    from aws_lambda_powertools.logging import Logger
    from aws_lambda_powertools.tracing import Tracer

_NAMESPACE = "Souk"
_TRACE = "_X_AMZN_TRACE_ID"
_UNTRACED = nullcontext()


@cache
def logger() -> "Logger":
    """Give the logger: one JSON object a line, with what identifies the invocation in each."""
    from aws_lambda_powertools.logging import Logger

    made = Logger(service=_service(), serialize_stacktrace=False, use_rfc3339=True, utc=True)
    made.addFilter(_identify)
    return made


def line(message: str, **fields: Any) -> None:
    """Write one line as the logger would at level INFO, whatever its level is: alarms read what was counted in it."""
    written = {
        "level": "INFO",
        "message": message,
        "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "service": _service(),
        **_identity(),
        **fields,
    }
    trace = os.environ.get(_TRACE)
    if trace:
        written["xray_trace_id"] = trace.partition(";")[0].removeprefix("Root=")
    print(to_json(written, fallback=str).decode(), flush=True)


def count(**numbers: float) -> None:
    """Add to the counts of this invocation, which its next line carries as metrics."""
    counts = invocation.current().counts
    for name, number in numbers.items():
        counts[name] = counts.get(name, 0) + number


def embedded(function: str, duration: float) -> dict[str, Any]:
    """Give the milliseconds and what was counted since the last line, in CloudWatch's embedded metric format.

    Amazon CloudWatch documentation, "Specification: Embedded metric format".
    """
    counts = invocation.current().counts
    numbers = {"Duration": duration, **counts}
    counts.clear()
    stamp = {"Timestamp": time.time_ns() // 1_000_000, "CloudWatchMetrics": _directive(tuple(numbers))}
    return {"function": function, **numbers, "_aws": stamp}


@cache
def _directive(names: tuple[str, ...]) -> list[dict[str, Any]]:
    units = {name: "Milliseconds" if name == "Duration" else "Count" for name in names}
    metrics = [{"Name": name, "Unit": unit} for name, unit in units.items()]
    return [{"Namespace": _NAMESPACE, "Dimensions": [["function"]], "Metrics": metrics}]


def _identity() -> dict[str, Any]:
    """Identify this invocation by the names that Powertools gives these fields."""
    running = invocation.current()
    return {
        "correlation_id": correlation.get(),
        "function_request_id": running.request_id,
        "cold_start": running.cold_start,
    }


def _identify(record: "LogRecord") -> bool:
    record.__dict__.update(_identity())
    return True


@cache
def _service() -> str:
    return os.environ.get("SOUK_SERVICE", "souk")


@cache
def _tracer() -> "Tracer":
    from aws_lambda_powertools.tracing import Tracer

    return Tracer(auto_patch=False)


def segment(name: str, **annotations: Any) -> AbstractContextManager[None]:
    """Trace a piece of work, when X-Ray samples this invocation.

    The X-Ray SDK costs more to import than the rest of a cold start, so only sampled invocations import it.
    """
    return _traced(name, annotations) if "Sampled=1" in os.environ.get(_TRACE, "") else _UNTRACED


@contextmanager
def _traced(name: str, annotations: dict[str, Any]) -> Iterator[None]:
    with _tracer().provider.in_subsegment(f"## {name}") as part:
        for key, value in annotations.items():
            part.put_annotation(key, value)
        yield
