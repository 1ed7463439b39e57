"""The time, as something that can be handed in."""

from datetime import UTC, datetime

from souk.resources import Resource


class Clock(Resource):
    """The wall clock in UTC."""

    def now(self) -> datetime:
        """Give the current time, aware, in UTC."""
        return datetime.now(UTC)
