"""Asking as clients do: what gets no answer is asked again under the same key, and every answer is written down."""

import time
from collections.abc import Callable
from random import Random
from typing import Any

from prove.faults import Faults
from prove.history import Writer
from tests.support import api
from tests.support.api import Answer
from tests.support.dying import Killed

PATIENCE_SECONDS = 10
"""What died halfway is taken up by a schedule, and schedules run between rounds: who waits longer waits for nothing."""
_NOT_NOW = frozenset({"request_in_progress", "unavailable", "rate_limited", "timeout"})


class Client:
    """Somebody's program, which does not give up before it knows."""

    def __init__(self, history: Writer, faults: Faults) -> None:
        self._history = history
        self._faults = faults

    def ask(
        self, chance: Random, what: str, route: str, summary: Callable[[Any], Any] = lambda _: None, **request: Any
    ) -> Answer:
        """Ask until there is an answer that is final, and write down each of them with its summary."""
        key, deadline = request.get("key"), time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                with self._faults.over(chance, what):
                    answer = api.call(route, **request)
            except Killed:
                self._history.note("answer", to=what, key=key, status=None, code=None, said=None)
            else:
                said = summary(answer.json) if answer.status < 300 and answer.text else None
                self._history.note("answer", to=what, key=key, status=answer.status, code=answer.code, said=said)
                if answer.code not in _NOT_NOW or time.monotonic() > deadline:
                    return answer
                time.sleep(chance.uniform(0.01, 0.1))
