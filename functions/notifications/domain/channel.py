"""The port to whoever delivers messages, and how each of them may fail."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, Protocol

from functions.notifications.domain.model import Person
from souk import customs
from souk.resources import Resource


class QueuedEvent(Protocol):
    """The class of the event that has a message delivered: of a notification for a user."""

    def __call__(self, *, notification_id: Any, user_id: Any) -> Any:
        """Make the event."""
        ...


class Channel(Resource):
    """A way to reach a person, with its provider: one file in ``channels/``.

    ``parts`` are the files of a message's templates that it sends, ``per_hour`` is how many attempts a person gets.
    """

    name: ClassVar[str]
    queued: ClassVar[QueuedEvent]
    parts: ClassVar[tuple[str, ...]]
    per_hour: ClassVar[int]
    layers: ClassVar[tuple[str, ...]] = ("templates", customs.LAYER)

    @staticmethod
    def address(person: Person) -> str | None:
        """Give where it reaches a person, None when it does not."""
        raise NotImplementedError

    def send(self, address: str, parts: Mapping[str, str]) -> str:
        """Send a message and give the provider's reference.

        Raises NotNow, Down, Refused or NoAnswer.
        """
        raise NotImplementedError


class NotNow(Exception):
    """The provider did not take the message and may take it later, at best after so many seconds."""

    def __init__(self, reason: str, after: int | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Down(NotNow):
    """The provider was not there, or failed."""


class Refused(Exception):
    """The provider will never take this message."""


class NoAnswer(Exception):
    """The provider may have taken the message or not."""


@cache
def all_channels() -> tuple[type[Channel], ...]:
    """Give the channels that stand in ``channels/``."""
    package = importlib.import_module("functions.notifications.domain.channels")
    modules = [
        importlib.import_module(f"{package.__name__}.{found.name}") for found in pkgutil.iter_modules(package.__path__)
    ]
    return tuple(
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Channel) and value.__module__ == module.__name__
    )
