"""What happened in a run: a line of JSON for each answer, each fault, each question to the provider, each mail.

At its end, when all has settled, it says what stands in everybody's books. Whoever judges a run reads nothing else.
"""

import json
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

type Entry = Mapping[str, Any]


class Writer:
    """Writes a history down, as many threads tell it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w")
        self._lock = threading.Lock()

    def note(self, kind: str, **facts: Any) -> None:
        """Write that something happened."""
        text = json.dumps({"kind": kind} | facts, default=str)
        with self._lock:
            self._file.write(f"{text}\n")

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


class History:
    """A history, by the kind of what happened."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_kind: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            self._by_kind[entry["kind"]].append(entry)

    @classmethod
    def read(cls, path: Path) -> "History":
        """Read what a writer wrote."""
        with path.open() as lines:
            return cls(json.loads(line) for line in lines)

    def of(self, kind: str) -> list[Entry]:
        """Give the entries of a kind as they were written."""
        return self._by_kind.get(kind, [])

    def by(self, kind: str, field: str) -> dict[str, list[Entry]]:
        """Give the entries of a kind by what stands in one of their fields."""
        found: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self.of(kind):
            found[entry[field]].append(entry)
        return dict(found)
