"""What arrived in somebody's mailbox and on their phone."""

from typing import Any

import httpx

from tests.journeys.support.people import PATIENCE_SECONDS
from tests.support.conditions import eventually


class Post:
    """Every mail and SMS that was sent from a desk, or from anything that shows them as a desk does."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=url, timeout=20)

    def close(self) -> None:
        """Close it."""
        self._http.close()

    def sent_to(self, receiver: str) -> list[dict[str, Any]]:
        """Give what one receiver got, latest first."""
        found: list[dict[str, Any]] = self._http.get("/mail.json", params={"to": receiver}).raise_for_status().json()
        return found

    def arrives(self, receiver: str, *words: str) -> dict[str, Any]:
        """Wait for a message whose subject and text have these words."""

        def found() -> dict[str, Any] | None:
            for message in self.sent_to(receiver):
                if all(word in f"{message['subject']}\n{message['text']}" for word in words):
                    return message
            return None

        return eventually(found, within=PATIENCE_SECONDS, every=0.2)
