"""The sliding-window rate limit, one Lua call in the request's pipeline.

Who shows a genuine token is counted by it, and besides with all others at their address, who may be as many as ten;
anybody else by the address alone.

Two fixed windows are weighted by how far the present one has run, which needs two numbers of each instead of one
entry per request and is off by a few per cent at most.
"""

from dataclasses import dataclass
from typing import Any

from souk import settings
from souk.cache import Cache, Command, Script
from souk.entry import Entry

_DEFAULT = "100"
# How many callers may share an address: an office or a household behind one router.
TOGETHER = 10
LIMIT = Entry(
    "limit:{who}",
    owner="kit",
    life=2 * 3600,
    holds="how often somebody did something in this window and in the one before",
    without="nobody is refused",
)

_SCRIPT = Script("""
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local window = tonumber(ARGV[1])
local index = math.floor(now / window)
local run = now / window - index
local reset = math.ceil(window * (1 - run))
local found, refused, longest = {}, 0, 0
for place, key in ipairs(KEYS) do
  local limit = tonumber(ARGV[place + 1])
  local kept = redis.call('HMGET', key, 'index', 'present', 'past')
  local present, past = 0, 0
  if kept[1] then
    local last = tonumber(kept[1])
    if last == index then present, past = tonumber(kept[2]), tonumber(kept[3])
    elseif last == index - 1 then past = tonumber(kept[2]) end
  end
  found[place] = {present, past}
  if past * (1 - run) + present + 1 > limit then
    local wait
    if present + 1 > limit then wait = window * (2 - run - (limit - 1) / present)
    else wait = window * (1 - run - (limit - 1 - present) / past) end
    if refused == 0 or wait > longest then refused, longest = place, wait end
  end
end
if refused > 0 then return {ARGV[refused + 1], 0, reset, math.max(1, math.ceil(longest))} end
for place, key in ipairs(KEYS) do
  redis.call('HSET', key, 'index', index, 'present', found[place][1] + 1, 'past', found[place][2])
  redis.call('EXPIRE', key, window * 2)
end
return {ARGV[2], math.floor(ARGV[2] - found[1][2] * (1 - run) - found[1][1] - 1), reset, 0}
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

    def count(self, who: str, among: str | None = None) -> Command:
        """Give the command that counts one more of somebody, and of those they are among.

        These may be so many more together. What is refused to one of them is counted for nobody.
        """
        keys = [LIMIT.key(who=one) for one in (who, among) if one]
        return _SCRIPT.call(tuple(keys), self.seconds, self.many, self.many * TOGETHER)

    def wait(self, cache: Cache, who: str) -> int:
        """Count one more of somebody; give the seconds to wait when it is too many, else 0."""
        given = allowance(cache.pipeline(self.count(who))[0])
        return given.retry_after if given else 0


def allowance(answer: Any) -> Allowance | None:
    """Read the answer to counting; None when Valkey is gone, for then nobody is refused."""
    return Allowance(*map(int, answer)) if isinstance(answer, list) else None


def of_stage() -> Limit:
    """Give how many requests a caller may send in a minute, or an address of which nobody says who they are."""
    return Limit(int(settings.get("SOUK_RATE_LIMIT", _DEFAULT)))
