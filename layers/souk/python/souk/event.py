"""Events: past-tense facts, stored in the transaction that made them true."""

import importlib
import pkgutil
from contextvars import ContextVar
from datetime import UTC, datetime
from types import ModuleType
from typing import Any, ClassVar, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, PrivateAttr

from souk.ids import uuid7
from souk.timestamp import written

correlation: ContextVar[str] = ContextVar("correlation", default="")


class Event(BaseModel):
    """A fact that other services may react to.

    A subclass stands in ``events/<service>.py``, sets ``name`` and ``aggregate`` (the field whose value is the
    aggregate's id), and its docstring is its entry in the catalogue. What is a step of something that may yet fail
    names the event that takes it back, ``undone_by``: every service that did something upon it hears of that one too.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    name: ClassVar[str]
    aggregate: ClassVar[str]
    version: ClassVar[int] = 1
    undone_by: ClassVar[str | None] = None
    source: ClassVar[str] = ""

    _id: UUID = PrivateAttr(default_factory=uuid7)
    _sequence: int = PrivateAttr(default=1)
    _correlation_id: str = PrivateAttr(default_factory=lambda: correlation.get())
    _occurred_at: datetime = PrivateAttr(default_factory=lambda: datetime.now(UTC))

    def __init__(self, *, sequence: int = 1, **data: Any) -> None:
        super().__init__(**data)
        self._sequence = sequence

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.source = f"souk.{cls.__module__.rpartition('.')[2]}"

    @classmethod
    def __pydantic_init_subclass__(cls, **options: Any) -> None:
        if cls.aggregate not in cls.model_fields:
            raise TypeError(f"{cls.__module__}.{cls.__name__}: there is no field {cls.aggregate!r} for the aggregate")
        if not cls.__doc__:
            raise TypeError(f"{cls.__module__}.{cls.__name__} needs a docstring")

    @property
    def id(self) -> UUID:
        """The event's own id, the same on every delivery."""
        return self._id

    @property
    def sequence(self) -> int:
        """The place of this event in the history of its aggregate."""
        return self._sequence

    @property
    def correlation_id(self) -> str:
        """The id carried from the request that began it all."""
        return self._correlation_id

    @property
    def occurred_at(self) -> datetime:
        """When it became true."""
        return self._occurred_at

    @property
    def aggregate_id(self) -> str:
        """The id of the thing it happened to."""
        return str(getattr(self, self.aggregate))

    def noted(self, correlation_id: str, occurred_at: datetime) -> Self:
        """Say when it was noted, and in which request."""
        self._correlation_id, self._occurred_at = correlation_id, occurred_at
        return self

    def envelope(self) -> dict[str, Any]:
        """Give the message as it travels on the bus, JSON-able."""
        return {
            "id": str(self._id),
            "event": self.name,
            "version": self.version,
            "timestamp": written(self._occurred_at),
            "correlation_id": self._correlation_id,
            "aggregate_id": self.aggregate_id,
            "sequence": self._sequence,
            "data": self.model_dump(mode="json"),
        }

    @classmethod
    def open(cls, envelope: dict[str, Any]) -> "Event":
        """Read a message from the bus.

        Raises pydantic.ValidationError or KeyError when it is not one of these.
        """
        event = cls(sequence=int(envelope["sequence"]), **envelope["data"])
        event._id = UUID(envelope["id"])
        return event.noted(envelope["correlation_id"], datetime.fromisoformat(envelope["timestamp"]))


def catalogue(package: ModuleType) -> dict[str, type[Event]]:
    """Give every event class in the modules of a package, by name."""
    modules = [
        importlib.import_module(f"{package.__name__}.{found.name}") for found in pkgutil.iter_modules(package.__path__)
    ]
    classes = [value for module in modules for value in vars(module).values() if isinstance(value, type)]
    return {one.name: one for one in classes if issubclass(one, Event) and one is not Event}
