"""What carries the questions of Stripe's library: one kept connection of the standard library, and no second try.

The library's own client of urllib waits for ever, and that of requests adds 75 ms to a cold start.
"""

from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, cast
from urllib.parse import urlsplit

from stripe import APIConnectionError, HTTPClient

from souk.invocation import patience

_CONNECT_SECONDS = 3
_ANSWER_SECONDS = 15
_LARGEST_ANSWER = 8_000_000


class Transport(HTTPClient):
    """Sends a request and waits for its answer no longer than the invocation may last."""

    name = "souk"

    def __init__(self) -> None:
        super().__init__()
        self._kept: HTTPConnection | None = None

    def request(  # type: ignore[override]
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None
    ) -> tuple[str, int, Mapping[str, str]]:
        """Give body, status and headers of the answer. Raises APIConnectionError."""
        try:
            return self._asked(method.upper(), url, dict(headers or {}), post_data)
        except (OSError, HTTPException) as error:
            # What the error says may be part of an answer.
            raise APIConnectionError(type(error).__name__) from None  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """Drop the kept connection."""
        kept, self._kept = self._kept, None
        if kept is not None:
            kept.close()

    def _asked(self, method: str, url: str, headers: dict[str, str], body: Any) -> tuple[str, int, Mapping[str, str]]:
        """Ask on the kept connection; where Stripe has closed it meanwhile, on a new one, which the key allows."""
        address = urlsplit(url)
        target = f"{address.path}?{address.query}" if address.query else address.path
        kept, self._kept = self._kept, None
        if kept is not None:
            try:
                return self._told(kept, method, target, headers, body)
            except ConnectionError:
                pass
        kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
        connection = kind(address.netloc, timeout=patience(_CONNECT_SECONDS))
        connection.connect()
        return self._told(connection, method, target, headers, body)

    def _told(
        self, connection: HTTPConnection, method: str, target: str, headers: dict[str, str], body: Any
    ) -> tuple[str, int, Mapping[str, str]]:
        try:
            connection.sock.settimeout(patience(_ANSWER_SECONDS))
            connection.request(method, target, body, headers)
            response = connection.getresponse()
            content = response.read(_LARGEST_ANSWER)
            if not response.isclosed():
                raise HTTPException("the answer has no end")
        except BaseException:
            connection.close()
            raise
        self._kept = connection
        return content.decode(errors="replace"), response.status, cast("Mapping[str, str]", response.headers)
