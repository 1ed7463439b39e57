"""The sliding-window rate limit, by a few commands in the request's pipeline.

Who shows a genuine token is counted by it, and besides with all others at their address, who may be as many as ten;
anybody else by the address alone.

Two fixed windows are weighted by how far the present one has run, which needs a number for each instead of one entry
per request and is off by a few per cent at most.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from souk import settings
from souk.cache import Cache, Command
from souk.entry import Entry

_DEFAULT = "100"
# How many callers may share an address: an office or a household behind one router.
TOGETHER = 10
LIMIT = Entry(
    "limit:{who}:{window}",
    owner="kit",
    life=2 * 3600,
    holds="how often somebody did something in one window",
    without="nobody is refused",
)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left to a caller in this window; ``retry_after`` is 0 unless this request is refused."""

    limit: int
    remaining: int
    reset: int
    retry_after: int

    def headers(self) -> dict[str, str]:
        """Give the RateLimit headers."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }


class Count:
    """One more of somebody, and of those they are among: the commands that count it, and what their answers say."""

    def __init__(self, seconds: int, limits: dict[str, int]) -> None:
        window, self._run = divmod(time.time() / seconds, 1)
        self._seconds = seconds
        self._limits = list(limits.values())
        self._keys = [LIMIT.key(who=who, window=int(window)) for who in limits]
        self.commands: list[Command] = []
        for who, key in zip(limits, self._keys, strict=True):
            before = LIMIT.key(who=who, window=int(window) - 1)
            self.commands += (("INCR", key), ("EXPIRE", key, 2 * seconds), ("GET", before))

    def allowance(self, cache: Cache, answers: Sequence[Any]) -> Allowance | None:
        """Read the answers to the commands; what is refused is taken back, so that it is counted for nobody.

        None when Valkey is gone, for then nobody is refused.
        """
        present, past = answers[::3], [int(found) if isinstance(found, bytes) else 0 for found in answers[2::3]]
        if not all(isinstance(found, int) for found in present):
            return None
        reset = math.ceil(self._seconds * (1 - self._run))
        waits = [self._wait(*counted) for counted in zip(self._limits, present, past, strict=True)]
        if any(waits):
            cache.send(*(("DECR", key) for key in self._keys))
            longest = max(waits)
            return Allowance(self._limits[waits.index(longest)], 0, reset, max(1, math.ceil(longest)))
        remaining = math.floor(self._limits[0] - past[0] * (1 - self._run) - present[0])
        return Allowance(self._limits[0], remaining, reset, 0)

    def _wait(self, limit: int, present: int, past: int) -> float:
        """Give the seconds until this would be allowed, 0 when it is."""
        if past * (1 - self._run) + present <= limit:
            return 0
        if present > limit:
            return self._seconds * (2 - self._run - (limit - 1) / max(present - 1, 1))
        return self._seconds * (1 - self._run - (limit - present) / past)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in so many seconds, of whatever is counted."""

    many: int
    seconds: int = 60

    def count(self, who: str, among: str | None = None) -> Count:
        """Count one more of somebody, and of those they are among, who may be so many more together."""
        limits = {who: self.many}
        if among:
            limits[among] = self.many * TOGETHER
        return Count(self.seconds, limits)

    def wait(self, cache: Cache, who: str) -> int:
        """Count one more of somebody; give the seconds to wait when it is too many, else 0."""
        count = self.count(who)
        given = count.allowance(cache, cache.pipeline(*count.commands))
        return given.retry_after if given else 0


def of_stage() -> Limit:
    """Give how many requests a caller may send in a minute, or an address of which nobody says who they are."""
    return Limit(int(settings.get("SOUK_RATE_LIMIT", _DEFAULT)))
