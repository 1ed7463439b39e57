"""The sliding-window rate limit, per source address one Lua call in the request's pipeline.

Two fixed windows are weighted by how far the present one has run, which needs two numbers per address instead of
one entry per request and is off by a few per cent at most.
"""

from dataclasses import dataclass
from typing import Any

from souk import settings
from souk.cache import Cache, Command, Script
from souk.entry import Entry

_DEFAULT = "100"
LIMIT = Entry(
    "limit:{who}",
    owner="kit",
    life=2 * 3600,
    holds="how often somebody did something in this window and in the one before",
    without="nobody is refused",
)

_SCRIPT = Script("""
local time = redis.call('TIME')
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local index = math.floor(now / window)
local kept = redis.call('HMGET', KEYS[1], 'index', 'present', 'past')
local present, past = 0, 0
if kept[1] then
  local last = tonumber(kept[1])
  if last == index then present, past = tonumber(kept[2]), tonumber(kept[3])
  elseif last == index - 1 then past = tonumber(kept[2]) end
end
local run = now / window - index
local used = past * (1 - run) + present
local reset = math.ceil(window * (1 - run))
if used + 1 > limit then
  local wait
  if present + 1 > limit then wait = window * (2 - run - (limit - 1) / present)
  else wait = window * (1 - run - (limit - 1 - present) / past) end
  return {0, reset, math.max(1, math.ceil(wait))}
end
redis.call('HSET', KEYS[1], 'index', index, 'present', present + 1, 'past', past)
redis.call('EXPIRE', KEYS[1], window * 2)
return {math.floor(limit - used - 1), reset, 0}
""")


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


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in so many seconds, of whatever is counted."""

    many: int
    seconds: int = 60

    def count(self, who: str) -> Command:
        """Give the command that counts one more of somebody."""
        return _SCRIPT.call((LIMIT.key(who=who),), self.many, self.seconds)

    def allowance(self, answer: Any) -> Allowance | None:
        """Read the answer to the command; None when Valkey is gone, for then nobody is refused."""
        return Allowance(self.many, *answer) if isinstance(answer, list) else None

    def wait(self, cache: Cache, who: str) -> int:
        """Count one more of somebody; give the seconds to wait when it is too many, else 0."""
        given = self.allowance(cache.pipeline(self.count(who))[0])
        return given.retry_after if given else 0


def of_stage() -> Limit:
    """Give how many requests one address may send in a minute."""
    return Limit(int(settings.get("SOUK_RATE_LIMIT", _DEFAULT)))
