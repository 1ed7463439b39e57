"""Structured logs, metrics and traces, through Powertools, made on first use."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.logging import Logger

if TYPE_CHECKING:
    from aws_lambda_powertools.metrics import EphemeralMetrics
    from aws_lambda_powertools.tracing import Tracer


_here = threading.local()


@cache
def logger() -> Logger:
    """Give the logger: one JSON object a line, the correlation id in each."""
    return Logger(service=os.environ.get("SOUK_SERVICE", "souk"), serialize_stacktrace=False)


def metrics() -> "EphemeralMetrics":
    """Give this thread's metrics, which are printed as CloudWatch embedded metric format."""
    if not hasattr(_here, "metrics"):
        from aws_lambda_powertools.metrics import EphemeralMetrics

        _here.metrics = EphemeralMetrics(namespace="Souk", service=os.environ.get("SOUK_SERVICE", "souk"))
    return _here.metrics  # type: ignore[no-any-return]


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
