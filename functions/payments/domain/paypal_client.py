"""Ask PayPal: one kept connection, one access token, and answers that are documents or refusals.

The standard library's client, for an import of urllib3 adds 110 ms to a cold start. What is asked, and what is
answered, is never logged.
"""

import base64
import json
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from functions.payments.domain.provider import OutcomeUnknown
from souk import Cache, resources, settings
from souk.breaker import Breaker, OutOfReach
from souk.invocation import patience
from souk.logs import logger

LIVE = "https://api-m.paypal.com"
BREAKER = Breaker("paypal")
_CONNECT_SECONDS = 3
_ANSWER_SECONDS = 12
_LARGEST_ANSWER = 4_000_000
# An access token holds for hours; one that is about to run out is not used any more.
_TOKEN_MARGIN_SECONDS = 120

type Document = dict[str, Any]


class _Silent(OutcomeUnknown):
    """PayPal gave no answer, or one that says nothing."""


class Refusal(Exception):
    """PayPal refused what it was asked, and says why."""

    def __init__(self, status: int, issue: str) -> None:
        super().__init__(issue)
        self.status = status
        self.issue = issue


@dataclass(frozen=True, slots=True)
class PayPalAnswer:
    """What PayPal did; ``repeated`` says that it had done so before, under the same key."""

    document: Document
    repeated: bool


class PayPalClient:
    """PayPal's REST API in the name of the account that a secret holds."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._connection: HTTPConnection | None = None
        self._token = ""
        self._token_ends = 0.0

    @property
    def account(self) -> Mapping[str, Any]:
        """The account's client_id, client_secret, webhook_id, and the API's url where it is not the live one."""
        return settings.secret(self._secret)

    @property
    def url(self) -> str:
        """The address of the API."""
        return str(self.account.get("url") or LIVE)

    def get(self, path: str, **query: str) -> Document:
        """Read something.

        Raises Refusal, or OutcomeUnknown as all of these do.
        """
        return self._ask("GET", f"{path}?{urlencode(query)}" if query else path, None, {}).document

    def post(self, path: str, body: Any, key: str) -> PayPalAnswer:
        """Have something done, once for each key. Raises Refusal."""
        return self._ask("POST", path, body, {"PayPal-Request-Id": key, "Prefer": "return=representation"})

    def post_form(self, path: str, body: Document, key: str) -> None:
        """Have something done that takes documents as well, whose JSON is a part of a form. Raises Refusal."""
        boundary = f"souk-{uuid4().hex}"
        form = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="input"\r\n'
            f"Content-Type: application/json\r\n\r\n{json.dumps(body)}\r\n--{boundary}--\r\n"
        )
        kind = f"multipart/form-data; boundary={boundary}"
        self._ask("POST", path, form.encode(), {"PayPal-Request-Id": key, "Content-Type": kind})

    def patch(self, path: str, changes: list[Document]) -> None:
        """Change something. Raises Refusal."""
        self._ask("PATCH", path, changes, {})

    def fetch(self, url: str) -> str:
        """Read a document that everybody may, from an address that is known to be PayPal's.

        Raises Refusal when it is not there.
        """

        def exchange(seconds: float) -> tuple[int, bytes]:
            with closing(_connected(url)) as connection:
                return _told(connection, "GET", urlsplit(url).path, None, {}, seconds)

        status, content = _guarded(exchange)
        if status != 200:
            raise Refusal(status, "not_there")
        return content.decode()

    def close(self) -> None:
        """Drop the kept connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _ask(self, method: str, path: str, body: Any, headers: Mapping[str, str]) -> PayPalAnswer:
        sent = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        for fresh in (False, True):
            granted = {"Authorization": f"Bearer {self._access(fresh=fresh)}", "Content-Type": "application/json"}
            status, content = self._exchange(method, path, sent, {**granted, **headers})
            if status != 401:
                break
        document = _document(content)
        if status < 300:
            return PayPalAnswer(document, repeated=status == 200)
        issue = str((document.get("details") or [document])[0].get("issue") or document.get("name"))
        logger().warning(
            "paypal_refused", extra={"status": status, "issue": issue, "debug_id": document.get("debug_id")}
        )
        if status in (400, 404, 422):
            raise Refusal(status, issue)
        raise OutcomeUnknown(f"PayPal answered {status} {issue}")

    def _access(self, *, fresh: bool) -> str:
        """Give the access token, a new one when it ran out or was refused."""
        if fresh or time.monotonic() > self._token_ends:
            account = settings.secret(self._secret, fresh=fresh)
            credentials = base64.b64encode(f"{account['client_id']}:{account['client_secret']}".encode()).decode()
            asked = {"Authorization": f"Basic {credentials}", "Content-Type": "application/x-www-form-urlencoded"}
            status, content = self._exchange("POST", "/v1/oauth2/token", b"grant_type=client_credentials", asked)
            if status != 200:
                raise OutcomeUnknown(f"PayPal does not know the account: {status}")
            granted = _document(content)
            self._token = granted["access_token"]
            self._token_ends = time.monotonic() + granted["expires_in"] - _TOKEN_MARGIN_SECONDS
        return self._token

    def _exchange(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> tuple[int, bytes]:
        return _guarded(lambda seconds: self._sent(method, path, body, headers, seconds))

    def _sent(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str], seconds: float
    ) -> tuple[int, bytes]:
        """Ask on the kept connection; where PayPal has closed it meanwhile, once more on a new one: keys allow it."""
        kept, self._connection = self._connection, None
        answered = None
        if kept is not None:
            with suppress(ConnectionError):
                answered = _told(kept, method, path, body, headers, seconds)
        connection = kept
        if answered is None:
            connection = _connected(self.url)
            answered = _told(connection, method, path, body, headers, seconds)
        self._connection = connection
        return answered


def _guarded(exchange: Callable[[float], tuple[int, bytes]]) -> tuple[int, bytes]:
    """Have an exchange that may take so many seconds, unless PayPal is left alone; silence and a failure count."""
    try:
        seconds = patience(_ANSWER_SECONDS) or _ANSWER_SECONDS
        with BREAKER.guard(resources.get(Cache), _Silent):
            try:
                status, content = exchange(seconds)
            except (OSError, HTTPException) as error:
                raise _Silent(type(error).__name__) from error
            if status >= 500:
                raise _Silent(f"PayPal answered {status}")
    except (OutOfReach, TimeoutError) as error:
        raise OutcomeUnknown(str(error)) from error
    return status, content


def _connected(url: str) -> HTTPConnection:
    address = urlsplit(url)
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = kind(address.netloc, timeout=patience(_CONNECT_SECONDS))
    connection.connect()
    return connection


def _told(
    connection: HTTPConnection,
    method: str,
    path: str,
    body: bytes | None,
    headers: Mapping[str, str],
    seconds: float,
) -> tuple[int, bytes]:
    """Ask on a connection, which is closed when that fails."""
    try:
        connection.sock.settimeout(seconds)
        connection.request(method, path, body, {"Accept": "application/json", **headers})
        response = connection.getresponse()
        content = response.read(_LARGEST_ANSWER)
    except BaseException:
        connection.close()
        raise
    if not response.isclosed():
        connection.close()
        raise HTTPException("the answer has no end")
    return response.status, content


def _document(content: bytes) -> Document:
    """Read an answer; one without a body says nothing more."""
    try:
        document = json.loads(content or b"{}")
    except ValueError as error:
        raise OutcomeUnknown("PayPal answered something else than JSON") from error
    if not isinstance(document, dict):
        raise OutcomeUnknown("PayPal answered another document")
    return document
