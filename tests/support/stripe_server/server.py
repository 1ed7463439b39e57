"""The server: who asks, under which key, and what a test has it do instead of answering."""

import hashlib
import hmac
import json
import queue
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from souk.clock import Clock
from tests.support.conditions import PATIENCE
from tests.support.listening import listening
from tests.support.stripe_server import connect, disputes, methods, pages, paying, refunds
from tests.support.stripe_server.books import Books
from tests.support.stripe_server.refusing import Refused, Thing
from tests.support.stripe_server.routes import answered

SECRET_KEY = "sk_test_souk"
WEBHOOK_SECRET = "whsec_souk"
KEYS_LIVE = timedelta(hours=24)
"""Source: https://docs.stripe.com/api/idempotent_requests"""

type Answer = tuple[int, str, Mapping[str, str]]


class Fault(Enum):
    """What the server does to a request in place of answering it well."""

    NOTHING = "it hears nothing and hangs up"
    HANGS_UP = "it does what it is asked and hangs up"
    TOO_LATE = "it does what it is asked and never answers"
    BROKEN = "it does nothing, and answers 500 whenever the key is asked about"
    BROKEN_AFTERWARDS = "it does what it is asked, and answers 500 whenever the key is asked about"
    RATE_LIMITED = "it answers 429"
    BUSY = "it answers 409, as for a key that is being worked on"
    HTML = "it answers a page"
    TWICE = "it does what it is asked twice, and answers the second time"


@dataclass(slots=True)
class _Kept:
    fingerprint: str
    answer: Answer
    until: Any


@dataclass(slots=True)
class Request:
    """One request as it arrived."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: str


@dataclass
class ContractServer:
    """A Stripe of a test; its clock is the test's, and it tells what happened to ``hook`` when that is set."""

    clock: Clock
    books: Books = field(init=False)
    url: str = ""
    hook: str | None = None
    requests: list[Request] = field(default_factory=list)
    _faults: list[tuple[str, Fault]] = field(default_factory=list)
    _kept: dict[str, _Kept] = field(default_factory=dict)
    _turn: threading.RLock = field(default_factory=threading.RLock)
    _over: threading.Event = field(default_factory=threading.Event)
    _told: int = 0
    _notices: "queue.Queue[tuple[str, Thing] | None]" = field(default_factory=queue.Queue)

    def __post_init__(self) -> None:
        self.books = Books(self.clock)

    def fail(self, fault: Fault, on: str = "", times: int = 1) -> None:
        """Let the next requests go wrong whose method and path begin like this, such as ``POST /v1/refunds``."""
        self._faults += [(on, fault)] * times

    def authenticate(self, intent: str, *, succeeds: bool = True) -> None:
        """Let the customer take the second step of a payment, or of keeping a card, or fail it."""
        step = methods.authenticated if intent.startswith("seti_") else paying.authenticated
        with self._telling():
            step(self.books, intent, succeeds=succeeds)

    def expire(self, intent: str) -> None:
        """Let an authorisation run out that nobody captured."""
        with self._telling():
            paying.give_up(self.books, self.books.things[intent], "automatic")

    def finish_refund(self, refund: str, *, fails: bool = False) -> None:
        """Let a refund arrive, or fail after all."""
        with self._telling():
            refunds.finish(self.books, refund, fails=fails)

    def dispute(self, charge: str, reason: str = "fraudulent", amount: int | None = None) -> Thing:
        """Let the customer dispute a charge."""
        with self._telling():
            return disputes.open_dispute(self.books, charge, reason, amount)

    def close_dispute(self, dispute: str, *, won: bool) -> None:
        """Let the bank decide a dispute."""
        with self._telling():
            disputes.close(self.books, self.books.things[dispute], won=won)

    def onboard(self, account: str, *, refused: str | None = None) -> None:
        """Let a seller fill in what Stripe asks for."""
        with self._telling():
            connect.onboard(self.books, account, refused=refused)

    def finish_payout(self, payout: str, *, failure: str | None = None) -> None:
        """Let a payout arrive, or fail for a reason."""
        with self._telling():
            connect.finish_payout(self.books, payout, failure=failure)

    def events(self, *types: str) -> list[Thing]:
        """Give what happened, the earliest first; of some types, or all of it."""
        with self._turn:
            found = [thing for thing in self.books.things.values() if thing["object"] == "event"]
        return [event for event in found if not types or event["type"] in types]

    def notice(self, event: Thing, secret: str = WEBHOOK_SECRET, at: int | None = None) -> tuple[dict[str, str], str]:
        """Give the headers and the body by which an event is told, signed at a time."""
        body = json.dumps(event, indent=2)
        return {"stripe-signature": signature(body, secret, at or self.books.now())}, body

    @contextmanager
    def _telling(self) -> Iterator[None]:
        with self._turn:
            yield
            events = self.events()
            if self.hook:
                for event in events[self._told :]:
                    self._notices.put((self.hook, event))
            self._told = len(events)

    def _tell(self) -> None:
        while noticed := self._notices.get():
            address, event = noticed
            headers, body = self.notice(event)
            httpx.post(address, content=body, headers=headers, timeout=PATIENCE, trust_env=False)

    def _answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer | None:
        split = urlsplit(target)
        request = Request(method, split.path, split.query, headers, body.decode())
        self.requests.append(request)
        if not split.path.startswith("/v1/"):
            with self._telling():
                return pages.answered(self.books, method, split.path, parse_qs(split.query), parse_qs(request.body))
        fault = self._next_fault(f"{method} {split.path}")
        match fault:
            case Fault.NOTHING:
                return None
            case Fault.RATE_LIMITED:
                return _said(429, Refused("Too many requests", code="rate_limit").body)
            case Fault.BUSY:
                return _said(409, Refused("In use", kind="idempotency_error", code="idempotency_key_in_use").body)
            case Fault.HTML:
                return 200, "<!doctype html><title>Maintenance</title>", {"Content-Type": "text/html"}
        with self._telling():
            answer = self._once_per_key(request, fault)
        if fault is Fault.TOO_LATE:
            self._over.wait(PATIENCE)
        return None if fault in (Fault.TOO_LATE, Fault.HANGS_UP) else answer

    def _next_fault(self, asked: str) -> Fault | None:
        with self._turn:
            for number, (on, fault) in enumerate(self._faults):
                if asked.startswith(on):
                    del self._faults[number]
                    return fault
        return None

    def _once_per_key(self, request: Request, fault: Fault | None) -> Answer:
        if request.headers.get("authorization") != f"Bearer {SECRET_KEY}":
            return _said(401, Refused("Invalid API Key provided").body)
        key = request.headers.get("idempotency-key") if request.method == "POST" else None
        kept = self._kept.get(key or "")
        fingerprint = f"{request.path} {request.headers.get('stripe-account')} {request.body}"
        if kept and self.clock.now() < kept.until and fault is not Fault.TWICE:
            if kept.fingerprint != fingerprint:
                message = "Keys for idempotent requests can only be used with the same parameters as at first."
                return _said(400, Refused(message, kind="idempotency_error").body)
            status, text, headers = kept.answer
            return status, text, {**headers, "Idempotent-Replayed": "true"}
        answer, began = self._done(request, fault)
        if key and began:
            self._kept[key] = _Kept(fingerprint, answer, self.clock.now() + KEYS_LIVE)
        return answer

    def _done(self, request: Request, fault: Fault | None) -> tuple[Answer, bool]:
        broken = _said(500, Refused("Something went wrong.", kind="api_error").body)
        if fault is Fault.BROKEN:
            return broken, True
        form = request.body if request.method == "POST" else request.query
        account = request.headers.get("stripe-account")
        try:
            found = answered(self.books, request.method, request.path, form, account)
            if fault is Fault.TWICE:
                found = answered(self.books, request.method, request.path, form, account)
        except Refused as refused:
            return _said(refused.status, refused.body), refused.began
        return broken if fault is Fault.BROKEN_AFTERWARDS else _said(200, found), True


@contextmanager
def stripe_server(clock: Clock) -> Iterator[ContractServer]:
    """Start a server on a free port, and stop it."""
    server = ContractServer(clock)
    teller = threading.Thread(target=server._tell)
    teller.start()
    try:
        with listening(server._answer) as address:
            server.url = server.books.url = address
            yield server
            server._over.set()
    finally:
        server._over.set()
        server._notices.put(None)
        teller.join()


def signature(body: str, secret: str, at: int) -> str:
    """Sign a notice as Stripe does. Source: https://docs.stripe.com/webhooks#verify-manually"""
    signed = hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={signed}"


def _said(status: int, found: Thing) -> Answer:
    return status, json.dumps(found, indent=2), {"Content-Type": "application/json", "Request-Id": "req_of_a_test"}
