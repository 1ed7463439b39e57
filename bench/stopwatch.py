"""Take times from several threads and lay them out in Markdown."""

import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager


class Stopwatch:
    """How long each named thing took, every time; all times in seconds."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = defaultdict(list)
        self._lock = threading.Lock()

    @contextmanager
    def time(self, name: str) -> Iterator[None]:
        """Take the time of the block, when it does not fail."""
        began = time.perf_counter()
        yield
        self.add(name, time.perf_counter() - began)

    def add(self, name: str, seconds: float) -> None:
        """Note a time that was taken elsewhere."""
        with self._lock:
            self.times[name].append(seconds)

    def table(self) -> str:
        """Write one row for each name with count, median, 95th percentile and longest."""
        rows = [
            (name, str(len(taken)), *map(milliseconds, (percentile(taken, 50), percentile(taken, 95), max(taken))))
            for name, taken in self.times.items()
        ]
        return table(("operation", "times", "p50 ms", "p95 ms", "max ms"), rows)


def percentile(values: Sequence[float], share: int) -> float:
    """Give the value that this share per cent of the values stay at or below."""
    if len(values) == 1:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def milliseconds(seconds: float) -> str:
    """Write a time in milliseconds, three figures of it."""
    return f"{seconds * 1000:.3g}" if seconds < 0.9995 else f"{seconds * 1000:.0f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a Markdown table, its first column to the left and the others to the right."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        padded = [cells[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(cells[1:], widths[1:], strict=True))]
        return f"| {' | '.join(padded)} |"

    rule = "|".join(["-" * (widths[0] + 2), *("-" * (width + 1) + ":" for width in widths[1:])])
    return "\n".join([line(head), f"|{rule}|", *map(line, rows)])
