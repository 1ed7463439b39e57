"""Structured logs, metrics and traces, through Powertools, made on first use."""

import json
import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.logging import Logger

if TYPE_CHECKING:
    from aws_lambda_powertools.metrics import EphemeralMetrics
    from aws_lambda_powertools.tracing import Tracer


_TRACE = "_X_AMZN_TRACE_ID"
_UNTRACED = nullcontext()
_encode = json.JSONEncoder(default=str, separators=(",", ":"), ensure_ascii=False).encode
_here = threading.local()


@cache
def logger() -> Logger:
    """Give the logger: one JSON object a line, the correlation id in each."""
    return Logger(service=_service(), serialize_stacktrace=False, use_rfc3339=True, utc=True)


def line(message: str, **fields: Any) -> None:
    """Write one line as the logger would at level INFO, straight to where it writes.

    Every invocation writes one. The way through the standard library, which finds the caller, the thread and the
    process and asks every handler, takes several times as long as the line itself.
    """
    if logger().log_level > logging.INFO:
        return
    written = {
        "level": "INFO",
        "message": message,
        "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "service": _service(),
        **fields,
    }
    trace = os.environ.get(_TRACE)
    if trace:
        written["xray_trace_id"] = trace.partition(";")[0].removeprefix("Root=")
    print(_encode(written), flush=True)


def metrics() -> "EphemeralMetrics":
    """Give this thread's metrics, which are printed as CloudWatch embedded metric format."""
    if not hasattr(_here, "metrics"):
        from aws_lambda_powertools.metrics import EphemeralMetrics

        _here.metrics = EphemeralMetrics(namespace="Souk", service=_service())
    return _here.metrics  # type: ignore[no-any-return]


def embedded(function: str, duration: float) -> dict[str, Any]:
    """Give this invocation's metrics, its milliseconds and whatever was counted, to be written into its log line.

    Most invocations count nothing; then only the numbers differ from the one before.
    """
    if metrics().metric_set:
        return _serialised(metrics(), function, duration)
    kept = _duration_alone(function)
    stamped = {**kept["_aws"], "Timestamp": time.time_ns() // 1_000_000}
    return {**kept, "Duration": [duration], "_aws": stamped}


@cache
def _duration_alone(function: str) -> dict[str, Any]:
    return _serialised(metrics(), function, 0.0)


def _serialised(numbers: "EphemeralMetrics", function: str, duration: float) -> dict[str, Any]:
    numbers.add_dimension(name="function", value=function)
    numbers.add_metric(name="Duration", unit="Milliseconds", value=duration)
    line: dict[str, Any] = dict(numbers.serialize_metric_set())
    numbers.clear_metrics()
    return line


@cache
def _service() -> str:
    return os.environ.get("SOUK_SERVICE", "souk")


def count(**numbers: float) -> None:
    """Add counts to the metrics of this invocation."""
    for name, number in numbers.items():
        metrics().add_metric(name=name, unit="Count", value=number)


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
