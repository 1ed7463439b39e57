"""The circuit breaker: an outside party that gives no answers is left alone, and tried again by one call at a time.

M. Nygard, "Release It!" (2007). What is known of a party stands in Valkey, so that one environment's failures spare all
others the wait, and whichever comes first when the rest is over tries for all of them. Valkey's clock is the only one.
"""

import math
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from souk.cache import Cache
from souk.entry import Entry
from souk.errors import Unavailable
from souk.logs import count, logger

LONGEST_REST_SECONDS = 600
# Longer than anybody waits for an answer, and shorter than the rest after a failed probe.
_PROBE_SECONDS = 30
STATE = Entry(
    "breaker:{party}:{of}",
    owner="kit",
    life=2 * LONGEST_REST_SECONDS,
    holds="how often an outside party gave no answer, until when it is left alone, and who tries it",
    without="it is asked, and waited for, each time",
)


class OutOfReach(Unavailable):
    """An outside party gave no answers lately and was not asked."""


@dataclass(frozen=True, slots=True)
class Breaker:
    """Opens for ``rest`` seconds when a party gave no answer ``failures`` times in ``window`` seconds from the first.

    The rest doubles, up to ten minutes, each time that the one call let through after it gets no answer either.
    """

    party: str
    failures: int = 5
    window: int = 60
    rest: int = 30

    @contextmanager
    def guard(self, cache: Cache, *unanswered: type[Exception]) -> Iterator[None]:
        """Ask the party inside; these exceptions say that it gave no answer, any other says nothing of it.

        A refusal is an answer, so whoever may be refused lets that not leave the guard as one of ``unanswered``.
        Without Valkey everybody asks. Raises OutOfReach, with the seconds to wait, when the party is left alone.
        """
        opened = self._admitted(cache)
        try:
            yield
        except unanswered:
            self._fail(cache, opened)
            raise
        except BaseException:
            if opened:
                cache.delete(self._key("probe"))
            raise
        if opened:
            cache.delete(*map(self._key, ("opened", "probe")))

    def _admitted(self, cache: Cache) -> int:
        """Give how often it was opened and not closed; at most one call is admitted when that is not 0."""
        resting, opened = cache.pipeline(("PTTL", self._key("rest")), ("GET", self._key("opened")))
        if isinstance(resting, int) and resting > 0:
            raise self._out_of_reach(resting)
        if not isinstance(opened, bytes):
            return 0
        probe = self._key("probe")
        other, lasts = cache.pipeline(("SET", probe, 1, "NX", "GET", "EX", _PROBE_SECONDS), ("PTTL", probe))
        if other is not None:
            raise self._out_of_reach(lasts)
        return int(opened)

    def _fail(self, cache: Cache, opened: int) -> None:
        """Count a call without an answer, and open when there were enough; a failed probe is enough by itself.

        Its key is left, lest somebody who saw the rest ended before becomes a second one.
        """
        counted = self._key("failures")
        if not opened:
            many, _ = cache.pipeline(("INCR", counted), ("EXPIRE", counted, self.window, "NX"))
            if not isinstance(many, int) or many < self.failures:
                return
        rest = min(self.rest << opened, LONGEST_REST_SECONDS)
        first, *_ = cache.pipeline(
            ("SET", self._key("rest"), 1, "NX", "EX", rest),
            ("SET", self._key("opened"), opened + 1, "EX", STATE.life),
            ("DEL", counted),
        )
        if first == b"OK":
            logger().warning("breaker_opened", extra={"party": self.party, "seconds": rest})
            count(BreakersOpened=1)

    def _out_of_reach(self, milliseconds: int) -> OutOfReach:
        """Say when to come back, some later than others, for not all can be the first."""
        seconds = max(1, math.ceil(milliseconds / 1000))
        later = random.randint(0, seconds // 2)  # noqa: S311  (no secret)
        return OutOfReach(f"{self.party} gives no answers at present.", seconds + later)

    def _key(self, of: str) -> str:
        return STATE.key(party=self.party, of=of)
