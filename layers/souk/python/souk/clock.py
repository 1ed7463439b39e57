"""The time, as something that can be handed in."""

from datetime import UTC, datetime
from typing import ClassVar, Self

from souk.resources import Resource


class Clock(Resource):
    """The wall clock in UTC."""

    environment: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def open(cls) -> Self:
        """Make the clock."""
        return cls()

    def now(self) -> datetime:
        """Give the current time, aware, in UTC."""
        return datetime.now(UTC)
