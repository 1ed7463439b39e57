"""The invocation that is running: which one it is, and how long it may still take."""

import itertools
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

_MARGIN_SECONDS = 1.5
"""What is kept back for saying that something did not answer; Valkey's own time limits fit into it."""


@dataclass(slots=True)
class Invocation:
    """One call of a function by Lambda; waiting ends at ``ends``, a time of the monotonic clock."""

    request_id: str = ""
    cold_start: bool = False
    ends: float = float("inf")
    counts: dict[str, float] = field(default_factory=dict)


_NONE = Invocation()
_current: ContextVar[Invocation] = ContextVar("invocation", default=_NONE)
_number = itertools.count()


@contextmanager
def begun(context: Any) -> Iterator[None]:
    """Make this the running invocation; without a Lambda context it has no end.

    The first one of an environment is its cold start, unless Lambda had it ready before anybody asked.
    """
    first = next(_number) == 0 and os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") != "provisioned-concurrency"
    ends = _NONE.ends
    if context is not None:
        ends = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - _MARGIN_SECONDS
    token = _current.set(Invocation(context.aws_request_id if context else "", first, ends))
    try:
        yield
    finally:
        _current.reset(token)


def current() -> Invocation:
    """Give the running invocation."""
    return _current.get()


def patience(seconds: float | None) -> float | None:
    """Give how long to wait for an answer: so many seconds (None is for ever), at most until the invocation must end.

    Raises TimeoutError when there is no time left.
    """
    ends = _current.get().ends
    if ends == _NONE.ends:
        return seconds
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError("the invocation has no time left")
    return left if seconds is None else min(seconds, left)
