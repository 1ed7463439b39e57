"""One readable stream of what all functions write."""

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

from local.desk import Desk

GROUPS = "/aws/lambda/souk-local-"
# Lambda's own lines around every invocation.
FRAME = ("START RequestId", "END RequestId", "REPORT RequestId")
SHOWN_ELSEWHERE = {
    *("level", "location", "message", "timestamp", "service", "function", "correlation_id", "exception"),
    *("exception_name", "stack_trace", "xray_trace_id", "duration_ms", "cold_start", "function_request_id"),
}
METRICS = "_aws"
COLOURS = {"WARNING": "33", "ERROR": "31", "CRITICAL": "31"}


def follow(desk: Desk, correlation: str | None) -> None:
    """Print every line as it comes, of one request only when its correlation id is given."""
    began = int(time.time() * 1000) if correlation is None else 0
    for function, line in lines(desk, began):
        if correlation is None or correlation in line:
            print(readable(function, line, colourful=sys.stdout.isatty()), flush=True)


def lines(desk: Desk, since: int, pause: float = 0.5) -> Iterator[tuple[str, str]]:
    """Give what was logged since a time, function by function, and wait for more."""
    client = desk.emulator.client("logs")
    sizes: dict[str, int] = {}
    seen: dict[str, int] = {}
    while True:
        fresh: list[tuple[int, str, str]] = []
        for page in client.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=GROUPS):
            for group in page["logGroups"]:
                name = group["logGroupName"]
                if sizes.get(name) == group["storedBytes"]:
                    continue
                sizes[name] = group["storedBytes"]
                events = client.filter_log_events(logGroupName=name, startTime=since)["events"]
                fresh += [(event["timestamp"], name, event["message"]) for event in events[seen.get(name, 0) :]]
                seen[name] = len(events)
        for _, name, message in sorted(fresh):
            if not message.startswith(FRAME):
                yield name.removeprefix(GROUPS), message.rstrip()
        time.sleep(pause)


def readable(function: str, line: str, *, colourful: bool) -> str:
    """Write a structured line for a person: time, function, what happened, its facts, whose request it was."""
    try:
        written: dict[str, Any] = json.loads(line)
    except ValueError:
        return f"{'':13}{function:<34}{line}"
    clock = str(written.get("timestamp", ""))[11:23].replace(",", ".")
    hidden = SHOWN_ELSEWHERE | metrics(written)
    facts = [f"{name}={value}" for name, value in written.items() if name not in hidden]
    duration = [f"{written['duration_ms']:.0f} ms"] if "duration_ms" in written else []
    whose = [str(written["correlation_id"])] if written.get("correlation_id") else []
    words = "  ".join([str(written.get("message", "")), *facts, *duration, *whose])
    trace = f"\n{written['exception']}" if written.get("exception") else ""
    colour = COLOURS.get(str(written.get("level")))
    text = f"{clock:<13}{written.get('function', function):<34}{words}{trace}"
    return f"\033[{colour}m{text}\033[0m" if colour and colourful else text


def metrics(written: dict[str, Any]) -> set[str]:
    """Name what stands in a line for CloudWatch only (its embedded metric format)."""
    directives = written.get(METRICS, {}).get("CloudWatchMetrics", [])
    return {METRICS} | {metric["Name"] for directive in directives for metric in directive["Metrics"]}
