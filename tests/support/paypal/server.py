"""One PayPal: its address and its secret, its tokens and keys, and what a test lets it do."""

import base64
import re
import threading
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qsl

from tests.support.paypal import signing
from tests.support.paypal.asked import Asked, Fault
from tests.support.paypal.books import Books, Funding
from tests.support.paypal.routes import ROUTES
from tests.support.paypal.shapes import Answer, Document, Refused, new_id
from tests.support.paypal.web import Handler


@dataclass
class PayPal:
    """A PayPal of its own on a free port of this machine, for as long as it is entered."""

    client_id: str = "client-of-tests"
    client_secret: str = "secret-of-tests"
    webhook_id: str = "1JE4291016473214C"
    asked: list[Asked] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.paypal = self  # type: ignore[attr-defined]
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.books = Books(self.url)
        self.cert_url = f"{self.url}/v1/notifications/certs/CERT-360caa42-fca2a594-a5cafa77"
        self.closing = threading.Event()
        self.lock = threading.RLock()
        self._tokens: set[str] = set()
        self._keys: dict[tuple[str, str], Answer] = {}
        self._faults: list[tuple[str, Fault]] = []
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def secret(self) -> Document:
        """What an operator writes into the secret of the stage."""
        return {
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "webhook_id": self.webhook_id,
            "url": self.url,
        }

    def fail(self, where: str, *faults: Fault) -> None:
        """Let the next answers go wrong to requests that begin with a pattern such as ``POST .*/capture``."""
        self._faults += [(where, fault) for fault in faults]

    def recover(self) -> None:
        """Let nothing go wrong any more."""
        self._faults.clear()

    def forget_tokens(self) -> None:
        """Let every access token run out."""
        self._tokens.clear()

    def forget_keys(self) -> None:
        """Let every PayPal-Request-Id run out, as PayPal does after six hours or 45 days."""
        self._keys.clear()

    def save(self, funding: Funding = Funding.GOOD) -> str:
        """Keep a buyer's wallet; give its token."""
        token = new_id(8).lower()
        self.books.saved[token] = funding
        return token

    def notice(self, event: Document, number: int = 0, at: str | None = None) -> tuple[dict[str, str], str]:
        """Write an event as it is sent to the webhook, signed by PayPal's key, or another one."""
        headers, body = signing.sign(event, self.webhook_id, self.cert_url, number, at)
        return headers, body

    def last_event(self, event_type: str) -> Document:
        """Give the latest event of a type."""
        return next(event for event in reversed(self.books.events) if event["event_type"] == event_type)

    def counted(self, where: str) -> int:
        """Count the requests that begin with a pattern."""
        return sum(bool(re.match(where, f"{one.method} {one.path}")) for one in self.asked)

    def fault(self, asked: Asked) -> Fault | None:
        """Take the fault that is meant for a request."""
        for index, (where, fault) in enumerate(self._faults):
            if re.match(where, f"{asked.method} {asked.path}"):
                del self._faults[index]
                return fault
        return None

    def answer(self, asked: Asked) -> Answer:
        """Answer a request, once for each key."""
        try:
            if asked.path == "/v1/oauth2/token":
                return self._token(asked)
            if asked.headers.get("authorization", "").removeprefix("Bearer ") not in self._tokens:
                raise Refused(401, "INVALID_ACCOUNT_STATUS")
            key = asked.headers.get("paypal-request-id")
            if asked.method == "POST" and key and (asked.path, key) in self._keys:
                status, document = self._keys[asked.path, key]
                return (200 if asked.path.startswith("/v2/checkout") else status), document
            status, document = self._routed(asked)
            if asked.method == "POST" and key:
                self._keys[asked.path, key] = (status, document)
            return status, document
        except Refused as refused:
            return refused.status, refused.document()

    def _token(self, asked: Asked) -> tuple[int, Document]:
        credentials = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        if asked.headers.get("authorization") != f"Basic {credentials}":
            return 401, {"error": "invalid_client", "error_description": "Client Authentication failed"}
        if dict(parse_qsl(asked.raw)) != {"grant_type": "client_credentials"}:
            return 400, {"error": "unsupported_grant_type", "error_description": "unsupported grant_type"}
        token = new_id(97)
        self._tokens.add(token)
        return 200, {"access_token": token, "token_type": "Bearer", "app_id": "APP-80W284485P", "expires_in": 32400}

    def _routed(self, asked: Asked) -> Answer:
        for method, pattern, act in ROUTES:
            if method == asked.method and (found := re.fullmatch(pattern, asked.path)):
                return act(self.books, asked, *found.groups())
        return 501, {"name": "NOT_SIMULATED", "message": f"{asked.method} {asked.path}"}
