"""A time that a test sets."""

from datetime import datetime

from souk.clock import Clock


class FixedClock(Clock):
    """A clock that stands still until it is moved."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """Give the moment the clock was set to."""
        return self.moment
