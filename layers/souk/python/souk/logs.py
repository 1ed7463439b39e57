"""Structured logs, metrics and traces, through Powertools, made on first use."""

import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.logging.formatter import RESERVED_LOG_ATTRS, LambdaPowertoolsFormatter

if TYPE_CHECKING:
    from aws_lambda_powertools.metrics import EphemeralMetrics
    from aws_lambda_powertools.tracing import Tracer


_here = threading.local()


class _Line(LambdaPowertoolsFormatter):
    """Powertools' formatter, with a shorter way for lines that tell of no exception.

    Every invocation writes one, and the general way costs three times as much: it copies and searches all that the
    standard library notes of a record.
    """

    def __init__(self, service: str) -> None:
        super().__init__(serialize_stacktrace=False, use_rfc3339=True, utc=True)
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        if record.exc_info:
            return super().format(record)
        line = {
            "level": record.levelname,
            "message": record.getMessage(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "service": self._service,
            **{name: value for name, value in record.__dict__.items() if name not in RESERVED_LOG_ATTRS},
        }
        trace_id = self._get_latest_trace_id()
        return self.serialize(line | {"xray_trace_id": trace_id} if trace_id else line)


@cache
def logger() -> Logger:
    """Give the logger: one JSON object a line, the correlation id in each.

    Nothing reads which thread or process wrote a line, so nobody looks it up.
    """
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    return Logger(service=_service(), logger_formatter=_Line(_service()))


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


@contextmanager
def segment(name: str, **annotations: Any) -> Iterator[None]:
    """Trace a piece of work, when X-Ray samples this invocation.

    The X-Ray SDK costs more to import than the rest of a cold start, so only sampled invocations import it.
    """
    if "Sampled=1" not in os.environ.get("_X_AMZN_TRACE_ID", ""):
        yield
        return
    with _tracer().provider.in_subsegment(f"## {name}") as part:
        for key, value in annotations.items():
            part.put_annotation(key, value)
        yield
