"""Who does the work of a round: threads that each take any step that can be taken next."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random

from pg8000.exceptions import DatabaseError, InterfaceError

from prove.bus import Bus
from prove.faults import Faults
from prove.history import Writer
from souk import outbox
from souk.errors import Unavailable
from tests.support.dying import Killed
from tests.support.world import World

type Step = Callable[[Random], object]
"""Something that somebody does, with a chance of its own."""

_PAUSE_SECONDS = 0.002


class Crew:
    """Threads that customers, shops, schedules, the relay and the queues share as Lambda's environments do."""

    def __init__(self, world: World, bus: Bus, history: Writer, faults: Faults, seed: str, threads: int) -> None:
        self._world = world
        self._bus = bus
        self._history = history
        self._faults = faults
        self._seed = seed
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads)
        self._chance = Random(f"{seed}:crew")
        self._lock = threading.Lock()
        self._asked: list[Step] = []
        self._busy = 0
        self._taken = 0
        self._relaying = False
        self._unpublished = True

    def ask(self, step: Step) -> None:
        """Have something done in this round."""
        with self._lock:
            self._asked.append(step)

    def work(self) -> None:
        """Do all that was asked and all that follows from it, as far as it is due."""
        self._unpublished = True
        for working in [self._pool.submit(self._work) for _ in range(self._threads)]:
            working.result()

    def go_home(self) -> None:
        """End the threads."""
        self._pool.shutdown()

    def _work(self) -> None:
        while True:
            with self._lock:
                step = self._next()
                if step is None and not self._busy:
                    return
                self._taken += 1
                chance = Random(f"{self._seed}:{self._taken}")
                self._busy += step is not None
            if step is None:
                time.sleep(_PAUSE_SECONDS)
                continue
            try:
                step(chance)
            finally:
                with self._lock:
                    self._busy -= 1
                    self._unpublished = self._unpublished or step != self._relay

    def _next(self) -> Step | None:
        """Give any of the steps that can be taken; requests come as often as messages and the relay together."""
        message = self._bus.take(self._chance) if self._chance.random() < 0.5 or not self._asked else None
        if message is not None:
            return lambda chance: self._bus.deliver(message, chance)
        if self._unpublished and not self._relaying and (not self._asked or self._chance.random() < 0.5):
            self._relaying, self._unpublished = True, False
            return self._relay
        return self._asked.pop(self._chance.randrange(len(self._asked))) if self._asked else None

    def _relay(self, chance: Random) -> None:
        """Publish what is due, as the relay that is alone at it."""
        database = self._world.database("ops")
        found = outbox.BATCH
        try:
            with self._faults.over(chance, "ops.relay"):
                found = outbox.publish_due(database._connected(), self._bus, self._bus)
        except (Killed, Unavailable, OSError, DatabaseError, InterfaceError):
            database.close()
        finally:
            self._relaying = False
            self._unpublished = self._unpublished or found == outbox.BATCH
