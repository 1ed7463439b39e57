"""Waiting for something to become true, with a deadline, and letting things happen at the same time."""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

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


def at_once[T](calls: Iterable[Callable[[], T]]) -> list[T]:
    """Call all of them at the same time, each in a thread of its own, and give their results in order."""
    waiting = list(calls)
    barrier = Barrier(len(waiting))

    def begin(call: Callable[[], T]) -> T:
        barrier.wait(PATIENCE)
        return call()

    with ThreadPoolExecutor(len(waiting)) as pool:
        return list(pool.map(begin, waiting))
