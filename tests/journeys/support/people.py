"""People of the marketplace, who know nothing of it but its API."""

import base64
import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Self
from uuid import uuid4

import httpx

from tests.support.conditions import eventually

PATIENCE_SECONDS = 300
"""Long enough for whatever comes by itself, however busy the machine: it only bounds how late a failure shows."""

PASSWORD = "a-long-password-for-journeys"
ADDRESS = {
    "name": "Ada Buyer",
    "line1": "1 Market Street",
    "city": "London",
    "postal_code": "E1 6AN",
    "country": "GB",
}
NO_ANSWER = {HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT}


@dataclass
class Person:
    """Somebody with a browser of their own."""

    url: str
    email: str = field(default_factory=lambda: f"{uuid4().hex[:12]}@journeys.example")
    phone: str | None = None
    tokens: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._http = httpx.Client(base_url=self.url, timeout=40)

    def close(self) -> None:
        """Close the browser."""
        self._http.close()

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        token: str | None = None,
        headers: dict[str, str] | None = None,
        **query: Any,
    ) -> httpx.Response:
        """Send one request with this person's token, and an Idempotency-Key, unless it is empty, with every change."""
        sent = dict(headers or {})
        bearer = self.tokens.get("access_token") if token is None else token
        if bearer:
            sent["Authorization"] = f"Bearer {bearer}"
        if method != "GET" and key != "":
            sent["Idempotency-Key"] = key or str(uuid4())
        return self._http.request(method, path, json=body, params=query or None, headers=sent)

    def call(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        """Ask for something that must work, and give what was answered.

        A request without an answer is sent again under the same key, as a good client does.
        """
        options.setdefault("key", str(uuid4()))
        answers: list[httpx.Response] = []

        def asked() -> bool:
            answers.append(self.ask(method, path, body, **options))
            return answers[-1].status_code not in NO_ANSWER

        eventually(asked, within=PATIENCE_SECONDS, every=0.2)
        assert answers[-1].is_success, f"{method} {path}: {answers[-1].status_code} {answers[-1].text}"
        return answers[-1].json() if answers[-1].content else None

    def register(self) -> Self:
        """Open an account."""
        person = {"email": self.email, "password": PASSWORD, "first_name": "Ada", "last_name": "Buyer"}
        self.call("POST", "/api/auth/register", person | ({"phone": self.phone} if self.phone else {}))
        return self

    def log_in(self, password: str = PASSWORD) -> Self:
        """Log in, bringing along the cart of the guest this person was."""
        self.tokens = self.call("POST", "/api/auth/login", {"email": self.email, "password": password})
        return self

    def visit(self) -> Self:
        """Look around as a guest."""
        self.tokens = self.call("POST", "/api/auth/guest")
        return self

    def refresh(self) -> Self:
        """Get new tokens for the old ones."""
        self.tokens = self.call("POST", "/api/auth/refresh", {"refresh_token": self.tokens["refresh_token"]}, token="")
        return self

    @property
    def role(self) -> str:
        """What the token says this person is."""
        claims = self.tokens["access_token"].split(".")[1]
        return str(json.loads(base64.urlsafe_b64decode(claims + "=="))["role"])

    def put_into_cart(self, variant_id: str, quantity: int = 1) -> Any:
        """Add to the cart."""
        return self.call("POST", "/api/cart/items", {"variant_id": variant_id, "quantity": quantity})

    def try_to_order(self, method: str = "sandbox_visa", key: str | None = None) -> httpx.Response:
        """Ask for what is in the cart to be sent and charged."""
        body = {"shipping_address": ADDRESS, "shipping_option": "standard", "payment_method": method}
        return self.ask("POST", "/api/orders", body, key=key)

    def order(self, variant_id: str, quantity: int = 1, method: str = "sandbox_visa") -> Any:
        """Put something into the cart and order it."""
        self.put_into_cart(variant_id, quantity)
        answer = self.try_to_order(method)
        assert answer.status_code == HTTPStatus.CREATED, answer.text
        return answer.json()

    def sees(self, order: Any, status: str) -> Any:
        """Wait until one of this person's orders has a status, and give the order."""
        path = f"/api/orders/{order['id']}"
        found: list[Any] = [None]

        def arrived() -> bool:
            found[0] = self.call("GET", path)
            return bool(found[0]["status"] == status)

        try:
            eventually(arrived, within=PATIENCE_SECONDS, every=0.1)
        except AssertionError:
            history = self.call("GET", f"{path}/timeline")["items"]
            raise AssertionError(f"the order is {found[0]['status']}, not {status}: {history}") from None
        return found[0]

    def payments(self, order: Any) -> list[Any]:
        """Look at the attempts to charge one of this person's orders."""
        found: list[Any] = self.call("GET", "/api/payments/transactions", order_id=order["id"])["items"]
        return found

    def history(self, order: Any) -> list[str]:
        """Give what happened to one of this person's orders."""
        return [entry["kind"] for entry in self.call("GET", f"/api/orders/{order['id']}/timeline")["items"]]
