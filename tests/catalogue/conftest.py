"""A market that answers what a test wrote down."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.support.listening import listening


@dataclass
class Script:
    """The answers to come, and the requests that came."""

    url: str = ""
    answers: list[tuple[int, Any, dict[str, str]]] = field(default_factory=list)
    asked: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)

    def answer(self, status: int, body: Any = None, **headers: str) -> None:
        """Write down the next answer."""
        self.answers.append((status, body, headers))


@pytest.fixture
def script() -> Iterator[Script]:
    """Serve a script over HTTP."""
    script = Script()

    def answer(method: str, target: str, headers: dict[str, str], body: bytes) -> tuple[int, str, dict[str, str]]:
        said = json.loads(body) if headers.get("content-type") == "application/json" else body.decode()
        script.asked.append((method, target, headers, said))
        status, given, own = script.answers.pop(0)
        return status, "" if given is None else json.dumps(given), {"Content-Type": "application/json", **own}

    with listening(answer) as script.url:
        yield script
