"""One readable stream of what all functions write."""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from local.desk import Desk
from local.emulator import LOG

PREFIX = "souk-local-"
SHOWN_ELSEWHERE = {
    *("level", "location", "message", "timestamp", "service", "function", "correlation_id", "exception"),
    *("exception_name", "stack_trace", "xray_trace_id", "duration_ms", "cold_start", "function_request_id"),
}
METRICS = "_aws"
# The longest name of a function and a space.
NAME = 46
COLOURS = {"WARNING": "33", "ERROR": "31", "CRITICAL": "31"}


def follow(desk: Desk, correlation: str | None) -> None:
    """Print every line as it comes, until nobody reads on; with a correlation id those of one request, from its first.

    Raises ServerFailed.
    """
    log = desk.demand().folder / LOG
    start = log.stat().st_size if correlation is None and log.exists() else 0
    for function, line in lines(log, start):
        if correlation is None or correlation in line:
            print(readable(function, line, colourful=sys.stdout.isatty()), flush=True)


def lines(log: Path, start: int = 0, pause: float = 0.1) -> Iterator[tuple[str, str]]:
    """Give each line that functions wrote with the function's name, from a position in bytes on, and wait for more."""
    former = log.with_suffix(".log.1")
    if start == 0 and former.exists():
        yield from map(_parted, former.read_text().splitlines())
    log.parent.mkdir(parents=True, exist_ok=True)
    log.touch()
    while True:
        with log.open() as file:
            file.seek(start)
            yield from map(_parted, _until_moved(log, file, pause))
        start = 0


def _until_moved(log: Path, file: IO[str], pause: float) -> Iterator[str]:
    part, moved = "", False
    while not moved:
        # Looked up before the last lines are read: the file is moved away after its last line, and another begun.
        moved = _moved(log, file)
        for line in file:
            part += line
            if part.endswith("\n"):
                yield part
                part = ""
        if not moved:
            time.sleep(pause)


def _moved(log: Path, file: IO[str]) -> bool:
    with suppress(FileNotFoundError):
        return log.stat().st_ino != os.fstat(file.fileno()).st_ino
    return False


def _parted(line: str) -> tuple[str, str]:
    function, _, written = line.rstrip().partition("\t")
    return function.removeprefix(PREFIX), written


def readable(function: str, line: str, *, colourful: bool) -> str:
    """Write a structured line for a person: time, function, what happened, its facts, whose request it was."""
    try:
        written: dict[str, Any] = json.loads(line)
    except ValueError:
        return f"{'':13}{function:<{NAME}}{line}"
    clock = str(written.get("timestamp", ""))[11:23].replace(",", ".")
    hidden = SHOWN_ELSEWHERE | metrics(written)
    facts = [f"{name}={value}" for name, value in written.items() if name not in hidden]
    duration = [f"{written['duration_ms']:.0f} ms"] if "duration_ms" in written else []
    whose = [str(written["correlation_id"])] if written.get("correlation_id") else []
    words = "  ".join([str(written.get("message", "")), *facts, *duration, *whose])
    trace = f"\n{written['exception']}" if written.get("exception") else ""
    colour = COLOURS.get(str(written.get("level")))
    text = f"{clock:<13}{written.get('function', function):<{NAME}}{words}{trace}"
    return f"\033[{colour}m{text}\033[0m" if colour and colourful else text


def metrics(written: dict[str, Any]) -> set[str]:
    """Name what stands in a line for CloudWatch only (its embedded metric format)."""
    directives = written.get(METRICS, {}).get("CloudWatchMetrics", [])
    return {METRICS} | {metric["Name"] for directive in directives for metric in directive["Metrics"]}
