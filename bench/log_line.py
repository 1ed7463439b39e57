"""Measure what an invocation's line and its metrics cost, by Powertools' decorators and straight out (ADR 22).

.venv/bin/python -m bench.log_line > /dev/null
"""

import sys
import timeit
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import EphemeralMetrics

from souk import invocation
from souk.logs import embedded, line
from tests.support.api import LambdaContext

CALLS, TIMES = 2_000, 7
FIELDS = {"correlation_id": "a-request", "route": "GET /api/products", "status": 200}

logger = Logger(service="catalog")
metrics = EphemeralMetrics(namespace="Souk")


def by_decorators(_event: Any, _context: Any) -> None:
    """Write a line, and have a metric written when this returns."""
    metrics.add_dimension(name="function", value="catalog-list-products")
    metrics.add_metric(name="Duration", unit="Milliseconds", value=1.0)
    logger.info("request", extra=FIELDS)


by_powertools = logger.inject_lambda_context(metrics.log_metrics(by_decorators, capture_cold_start_metric=True))


def straight_out(_event: Any, context: Any) -> None:
    """Write both as one line."""
    with invocation.begun(context):
        line("request", **FIELDS, **embedded("catalog-list-products", 1.0))


class PowertoolsContext(LambdaContext):
    """What the decorators read besides."""

    function_name, memory_limit_in_mb, invoked_function_arn = "catalog-list-products", 512, "arn:aws:lambda"


def measure(handler: Callable[[Any, Any], None]) -> float:
    """Give the microseconds of one call, at its best."""
    return min(timeit.repeat(lambda: handler({}, PowertoolsContext()), number=CALLS, repeat=TIMES)) / CALLS * 1e6


for name, handler in {"by Powertools": by_powertools, "straight out": straight_out}.items():
    print(f"{name:14s} {measure(handler):6.1f} µs", file=sys.stderr)
