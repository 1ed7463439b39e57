"""Growing pauses for those who guess passwords.

Pauses are for one address at one account, so that whoever guesses from elsewhere does not lock the owner out, and for
one address at all accounts together (docs/adr/0025-pauses-at-the-door.md).
"""

import hashlib

from souk.cache import Cache
from souk.entry import Entry
from souk.errors import TooManyRequests

WINDOW_SECONDS = 900
FIRST_PAUSE_SECONDS = 1
LONGEST_PAUSE_SECONDS = 900
FREE_PER_ACCOUNT = 5
FREE_PER_ADDRESS = 20

FAILURES = Entry(
    "login:failures:{of}",
    owner="auth",
    life=WINDOW_SECONDS,
    holds="how often an address failed to sign in, at one account and at all",
    without="guesses are slowed by the rate limit and the hash alone",
)
PAUSE = Entry(
    "login:pause:{of}",
    owner="auth",
    life=LONGEST_PAUSE_SECONDS,
    holds="that an address has to wait before it tries again, at one account or at all",
    without=FAILURES.without,
)

# One call, so that a hundred guesses at once are counted one after the other. An attempt counts as failed until it
# is taken back; from the last free one on each begins a pause twice as long. KEYS: failures and pause of the address at
# the account, then of the address. ARGV: window, first and longest pause, free attempts of the one and of the other.
_ADMIT = """
local wait = math.max(redis.call('TTL', KEYS[2]), redis.call('TTL', KEYS[4]))
if wait > 0 then return wait end
for place = 1, 2 do
  local failures = redis.call('INCR', KEYS[2 * place - 1])
  redis.call('EXPIRE', KEYS[2 * place - 1], ARGV[1])
  local free = tonumber(ARGV[3 + place])
  if failures >= free then
    local pause = tonumber(ARGV[2]) * 2 ^ math.min(failures - free, 20)
    redis.call('SET', KEYS[2 * place], 1, 'EX', math.min(pause, tonumber(ARGV[3])))
  end
end
return 0
"""


class LoginAttempts:
    """The attempts of one address on one account, counted in the cache."""

    def __init__(self, cache: Cache, email: str, address: str) -> None:
        account = hashlib.sha256(email.encode()).hexdigest()
        self._cache = cache
        self._at_account, self._at_all = (
            (FAILURES.key(of=counted), PAUSE.key(of=counted)) for counted in (f"{address}:{account}", address)
        )

    def admit(self) -> None:
        """Count an attempt.

        Raises TooManyRequests while a pause lasts.
        """
        pauses = (WINDOW_SECONDS, FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS)
        keys, free = (*self._at_account, *self._at_all), (FREE_PER_ACCOUNT, FREE_PER_ADDRESS)
        wait = self._cache.command("EVAL", _ADMIT, len(keys), *keys, *pauses, *free)
        if wait:
            raise TooManyRequests(int(wait), "Too many attempts to sign in.")

    def forgive(self) -> None:
        """Take the attempt back: it was the owner. What others did from the same address stays."""
        self._cache.pipeline(("DEL", *self._at_account), ("DECR", self._at_all[0]))
