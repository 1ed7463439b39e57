"""Growing pauses for those who guess passwords."""

import hashlib

from souk.cache import Cache, Script
from souk.errors import TooManyRequests

WINDOW_SECONDS = 900
LONGEST_PAUSE_SECONDS = 900
FREE_PER_ACCOUNT = 5
FREE_PER_ADDRESS = 20

# One call, so that a hundred guesses at once are counted one after the other. An attempt counts as failed until it
# is taken back; from the last free one on each begins a pause of 1, 2, 4 … seconds. KEYS: failures and pause of the
# account, then of the address. ARGV: window, longest pause, free attempts of the account and of the address.
_ADMIT = Script("""
local wait = math.max(redis.call('TTL', KEYS[2]), redis.call('TTL', KEYS[4]))
if wait > 0 then return wait end
for place = 1, 2 do
  local failures = redis.call('INCR', KEYS[2 * place - 1])
  redis.call('EXPIRE', KEYS[2 * place - 1], ARGV[1])
  local free = tonumber(ARGV[2 + place])
  if failures >= free then
    redis.call('SET', KEYS[2 * place], 1, 'EX', math.min(2 ^ math.min(failures - free, 20), tonumber(ARGV[2])))
  end
end
return 0
""")


class LoginAttempts:
    """The attempts on one account from one address, counted in the cache."""

    def __init__(self, cache: Cache, email: str, address: str) -> None:
        account = hashlib.sha256(email.encode()).hexdigest()
        self._cache = cache
        self._of_account = (f"login:failures:{account}", f"login:pause:{account}")
        self._of_address = (f"login:failures:{address}", f"login:pause:{address}")

    def admit(self) -> None:
        """Count an attempt.

        Raises TooManyRequests while a pause lasts.
        """
        keys = (*self._of_account, *self._of_address)
        limits = (WINDOW_SECONDS, LONGEST_PAUSE_SECONDS, FREE_PER_ACCOUNT, FREE_PER_ADDRESS)
        wait = self._cache.command(*_ADMIT.call(keys, *limits))
        if wait:
            raise TooManyRequests(int(wait), "Too many attempts to sign in.")

    def forgive(self) -> None:
        """Take the attempt back: it was the owner. What others did from the same address stays."""
        self._cache.pipeline(("DEL", *self._of_account), ("DECR", self._of_address[0]))
