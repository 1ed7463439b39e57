"""The event bus, as the relay publishes to it."""

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from souk import settings
from souk.resources import Resource, Right

# What all entries of one call may have together, in bytes (Amazon EventBridge, PutEvents entry size).
_CALL_BYTES = 256 * 1024


class EventBus(Resource):
    """EventBridge."""

    environment: ClassVar[tuple[str, ...]] = ("SOUK_BUS",)
    rights: ClassVar[tuple[Right, ...]] = (Right("events:PutEvents", "bus"),)

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self._name = name

    @classmethod
    def open(cls) -> Self:
        """Make the client."""
        import boto3

        return cls(boto3.client("events"), settings.get("SOUK_BUS"))

    def publish(self, entries: list[dict[str, str]]) -> list[str | None]:
        """Publish at most ten entries, in as few calls as their size allows; give an error, or None, for each."""
        return [error for call in _calls(entries) for error in self._publish(call)]

    def _publish(self, entries: list[dict[str, str]]) -> list[str | None]:
        """Publish the entries of one call.

        PutEvents answers 200 when it refused some entries, so each one's result counts. When the call itself fails,
        all of them did.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        named = [entry | {"EventBusName": self._name} for entry in entries]
        try:
            results = self._client.put_events(Entries=named)["Entries"]
        except (BotoCoreError, ClientError) as error:
            return [str(error)] * len(entries)
        return [result.get("ErrorCode") for result in results]


def _calls(entries: list[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    """Divide entries, in their order, into calls that are not too large; one that is by itself goes alone."""
    call: list[dict[str, str]] = []
    size = 0
    for entry in entries:
        own = sum(len(value.encode()) for value in entry.values())
        if call and size + own > _CALL_BYTES:
            yield call
            call, size = [], 0
        call.append(entry)
        size += own
    if call:
        yield call
