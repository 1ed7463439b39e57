"""Stripe's adapter at a Stripe of its own."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from functions.payments.domain.model import Attempt
from functions.payments.domain.providers.stripe import Stripe
from functions.payments.domain.stripe_client import StripeApi
from functions.payments.domain.stripe_transport import Transport
from souk import Cache, Clock, resources, settings
from souk.clock import Clock as AnyClock
from souk.money import Money
from souk.site import Site
from tests.support.paying import clock, payment
from tests.support.stripe_server.server import SECRET_KEY, WEBHOOK_SECRET, ContractServer, stripe_server
from tests.support.world import World

METHOD = "stripe_card"
PRICE = Money(amount=1999, currency="GBP")
VISA = "pm_card_visa"


@contextmanager
def adapter_of(url: str, at: AnyClock, cache: Cache, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Stripe]:
    """Give an adapter that asks the Stripe at an address."""
    kept = folder / "stripe.json"
    kept.write_text(json.dumps({"secret_key": SECRET_KEY, "webhook_secret": WEBHOOK_SECRET, "url": url}))
    monkeypatch.setenv(Stripe.account.setting, str(kept))
    settings.forget()
    api = StripeApi(Stripe.account.setting)
    with resources.replaced({Cache: cache, Clock: at, Site: Site("https://souk.test")}):
        yield Stripe(api)
    api.close()


_NEWER = {"return_url", "use_stripe_sdk"}


class OldTransport(Transport):
    """Asks localstripe, which speaks an older version of Stripe's API, and adds what its answers lack."""

    def request(  # type: ignore[override]
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None
    ) -> tuple[str, int, Mapping[str, str]]:
        """Translate question and answer."""
        asked = parse_qsl(post_data) if isinstance(post_data, str) else []
        translated = urlencode(
            [(name.replace("allowed_payment", "payment"), value) for name, value in asked if name not in _NEWER]
        )
        text, status, answered = super().request(method, url, headers, translated or post_data)
        document = json.loads(text)
        if document.get("object") == "payment_intent":
            for name, held_while in (("amount_received", "succeeded"), ("amount_capturable", "requires_capture")):
                document[name] = document["amount"] if document["status"] == held_while else 0
            document["cancellation_reason"] = None
        return json.dumps(document), status, answered


@contextmanager
def stripe_for(world: World, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[tuple[ContractServer, Stripe]]:
    """Start a Stripe, and give it with an adapter that has its account; both have one clock."""
    at = clock()
    with stripe_server(at) as server, adapter_of(server.url, at, world.cache, monkeypatch, folder) as adapter:
        yield server, adapter


def a_payment(token: str | None = VISA, price: Money = PRICE, *, captured_later: bool = False) -> Attempt:
    """Give a payment that nobody has asked for yet."""
    return payment(METHOD, price, token=token, captured_later=captured_later)


def paid(adapter: Stripe, token: str = VISA, *, captured_later: bool = False) -> Attempt:
    """Charge, and give the payment as it is stored then."""
    asked = a_payment(token, captured_later=captured_later)
    return replace(asked, reference=adapter.charge(asked).reference)


def captures(server: ContractServer) -> int:
    """Say how often money was taken."""
    return len(server.events("payment_intent.succeeded"))


def charge_of(server: ContractServer, payment: Attempt) -> str:
    """Give what the server calls the charge of a captured payment."""
    return str(server.books.things[str(payment.reference)]["latest_charge"])
