"""The event bus, as the relay publishes to it."""

from typing import Any, ClassVar, Self

from souk import settings
from souk.resources import Resource


class EventBus(Resource):
    """EventBridge."""

    environment: ClassVar[tuple[str, ...]] = ("SOUK_BUS",)

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self._name = name

    @classmethod
    def open(cls) -> Self:
        """Make the client."""
        import boto3

        return cls(boto3.client("events"), settings.get("SOUK_BUS"))

    def publish(self, entries: list[dict[str, str]]) -> list[str | None]:
        """Publish at most ten entries; give an error, or None, for each.

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
