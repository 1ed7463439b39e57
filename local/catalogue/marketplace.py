"""Speak to a running Souk as anybody may: over its public API."""

import base64
import json
import ssl
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

import httpx

from local.catalogue import catalogue_file
from local.catalogue.catalogue_file import Row

PATIENCE_SECONDS = 120.0
# A file of 100 MB is read and imported in some thousand parts.
IMPORT_SECONDS = 3600.0
BUSY = frozenset({httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE})
UNANSWERED = frozenset({httpx.codes.BAD_GATEWAY, httpx.codes.GATEWAY_TIMEOUT})
LONGEST_PAUSE_SECONDS = 15.0


class Refused(Exception):
    """An answer that is a problem; `code` says which."""

    def __init__(self, answer: httpx.Response) -> None:
        problem = answer.json() if "json" in answer.headers.get("content-type", "") else {}
        self.status = answer.status_code
        self.code = str(problem.get("code", ""))
        self.problem: dict[str, Any] = problem
        detail = problem.get("errors") or problem.get("detail") or problem.get("title") or answer.text[:300]
        super().__init__(f"{answer.request.method} {answer.request.url.path}: {self.status} {self.code} {detail}")


class TooSlow(Exception):
    """Something that was expected did not come true in time."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that an import did not take."""

    row: Row | None
    sku: str
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the rows of a catalogue; a rejected row has a rejection for each of its faults."""

    rows: int = 0
    imported: int = 0
    rejected: int = 0
    rejections: tuple[Rejection, ...] = ()

    def __add__(self, other: Self) -> "Imported":
        return Imported(
            self.rows + other.rows,
            self.imported + other.imported,
            self.rejected + other.rejected,
            (*self.rejections, *other.rejections),
        )


class Visitor:
    """Somebody at the market, with their own connection and, once signed in, their own token."""

    def __init__(self, url: str, email: str = "", password: str = "") -> None:
        self.email = email
        self._password = password
        self._refresh_token = ""
        self._http = httpx.Client(base_url=url, timeout=60, verify=_certificates())

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def call(
        self, method: str, path: str, body: Any = None, *, key: str = "", repeatable: bool = False, **query: Any
    ) -> Any:
        """Ask for an operation and give what it answers, waiting where the market says that it is busy.

        What got no answer is asked again when that is safe: a read, a PUT, anything under a key, or what its caller
        calls repeatable. Raises Refused, and httpx.TransportError where no answer came in time.
        """
        safe = bool(key) or method in {"GET", "PUT"} or repeatable
        passing = BUSY | UNANSWERED if safe else BUSY
        headers = {"Idempotency-Key": key} if key else {}
        deadline = time.monotonic() + PATIENCE_SECONDS
        renewable = bool(self._refresh_token)
        while True:
            try:
                answer = self._http.request(method, path, json=body, params=query or None, headers=headers)
            except httpx.TransportError:
                if not safe or time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
                continue
            if answer.status_code == httpx.codes.UNAUTHORIZED and renewable:
                renewable = False
                self._refresh()
            elif answer.status_code in passing and time.monotonic() < deadline:
                time.sleep(min(float(answer.headers.get("retry-after", "0.2")), LONGEST_PAUSE_SECONDS))
            else:
                break
        if answer.is_error:
            raise Refused(answer)
        return answer.json() if answer.content else None

    def pages(self, path: str, **query: Any) -> list[Any]:
        """Read a list from its first page to its last."""
        items: list[Any] = []
        cursor: dict[str, Any] = {}
        while True:
            page = self.call("GET", path, limit=100, **query, **cursor)
            items += page["items"]
            if page["next_cursor"] is None:
                return items
            cursor = {"cursor": page["next_cursor"]}

    def register(self, first_name: str, last_name: str) -> bool:
        """Open an account unless there is one, and say whether it is new."""
        person = {"first_name": first_name, "last_name": last_name}
        try:
            account = {"email": self.email, "password": self._password, **person}
            self.call("POST", "/api/auth/register", account, repeatable=True)
        except Refused as refused:
            if refused.code != "email_taken":
                raise
            return False
        return True

    def sign_in(self) -> Self:
        """Sign in with address and password."""
        self._drop()
        account = {"email": self.email, "password": self._password}
        self._carry(self.call("POST", "/api/auth/login", account, repeatable=True))
        return self

    def open_shop(self, name: str, admin: "Visitor", country: str = "GB") -> None:
        """Apply for a shop, have it approved, and wait until this account may act for it."""
        if self._role() == "seller":
            return
        shop = self._apply({"name": name, "country": country})
        admin.call("PUT", f"/api/sellers/{shop['id']}/approval")
        wait_until(lambda: self._refresh() == "seller", f"{self.email} to become a seller")

    def _apply(self, shop: dict[str, str]) -> Any:
        """Apply for a shop, or find the one that was applied for before."""
        try:
            return self.call("POST", "/api/sellers", shop, repeatable=True)
        except Refused as refused:
            if refused.code != "already_applied":
                raise
            return self.call("GET", "/api/sellers/me")

    def describe_shop(self, front: dict[str, str]) -> None:
        """Say what this seller's shop says of itself."""
        shown = self.call("GET", "/api/sellers/me")
        self.call("PUT", "/api/sellers/me", front | {"version": shown["version"]})

    def bring(self, rows: list[Row]) -> Imported:
        """Import a catalogue into this seller's shop, and wait for its end."""
        asked = self.call("POST", "/api/products/imports", {}, key=str(uuid.uuid4()))
        self._upload(asked["upload"], catalogue_file.write(rows))
        path = f"/api/products/imports/{asked['id']}"
        job = wait_until(lambda: _finished(self.call("GET", path)), f"import {asked['id']} to finish", IMPORT_SECONDS)
        rejections = [
            Rejection(catalogue_file.row_at(rows, entry["line"]), entry["sku"], entry["field"], entry["reason"])
            for entry in job["rejections"]
        ]
        if job["status"] == "failed":
            rejections.append(Rejection(None, "", "", job["reason"]))
        return Imported(job["rows"], job["imported"], job["rejected"], tuple(rejections))

    def _upload(self, form: dict[str, Any], text: str) -> None:
        """Send a file to where the market said, which is no part of its API and needs no token."""
        sent = {"file": ("catalogue.csv", text.encode(), "text/csv")}
        answer = httpx.post(form["url"], data=form["fields"], files=sent, timeout=600, verify=_certificates())
        if answer.is_error:
            raise Refused(answer)

    def _carry(self, tokens: dict[str, Any]) -> None:
        self._http.headers["Authorization"] = f"Bearer {tokens['access_token']}"
        self._refresh_token = tokens["refresh_token"]

    def _drop(self) -> None:
        self._http.headers.pop("Authorization", None)
        self._refresh_token = ""

    def _refresh(self) -> str:
        token = self._refresh_token
        self._drop()
        try:
            self._carry(self.call("POST", "/api/auth/refresh", {"refresh_token": token}))
        except httpx.TransportError:  # a refresh token works once, and nobody knows whether this one did
            self.sign_in()
        return self._role()

    def _role(self) -> str:
        claims = self._http.headers["Authorization"].split(".")[1]
        return str(json.loads(base64.urlsafe_b64decode(claims + "=="))["role"])


def wait_until[T](ask: Callable[[], T], what: str, patience: float = PATIENCE_SECONDS) -> T:
    """Ask again until the answer is truthy.

    Raises TooSlow.
    """
    deadline = time.monotonic() + patience
    while not (answer := ask()):
        if time.monotonic() > deadline:
            raise TooSlow(f"waited {patience:.0f} s for {what}")
        time.sleep(0.1)
    return answer


@cache
def _certificates() -> ssl.SSLContext:
    """Read the machine's certificates once: many visitors come, and reading takes as long as several requests."""
    return ssl.create_default_context()


def _finished(job: dict[str, Any]) -> dict[str, Any]:
    return job if job["status"] in {"done", "failed"} else {}
