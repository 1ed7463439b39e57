"""Waiting for something to become true, with a deadline."""

import time
from collections.abc import Callable

PATIENCE = 60.0


def eventually[T](found: Callable[[], T | None], *, within: float = PATIENCE, every: float = 0.005) -> T:
    """Give the first result that is neither None nor false.

    Raises AssertionError when there is none ``within`` so many seconds.
    """
    deadline = time.monotonic() + within
    while not (result := found()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within} s; last seen: {result!r}")
        time.sleep(every)
    return result
