"""Stripe's adapter at a Stripe of its own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from functions.payments.domain.providers.stripe import Stripe
from functions.payments.domain.stripe_client import StripeApi
from souk import Clock, resources, settings
from souk.clock import Clock as AnyClock
from souk.site import Site
from tests.support.paying import clock
from tests.support.stripe.server import SECRET_KEY, WEBHOOK_SECRET, ContractServer, stripe_server

METHOD = "stripe_card"


@contextmanager
def adapter_of(url: str, at: AnyClock, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Stripe]:
    """Give an adapter that asks the Stripe at an address."""
    kept = folder / "stripe.json"
    kept.write_text(json.dumps({"secret_key": SECRET_KEY, "webhook_secret": WEBHOOK_SECRET, "url": url}))
    monkeypatch.setenv(Stripe.account.setting, str(kept))
    settings.forget()
    api = StripeApi(Stripe.account.setting)
    with resources.replaced({Clock: at, Site: Site("https://souk.test")}):
        yield Stripe(api)
    api.close()


@contextmanager
def stripe_for(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[tuple[ContractServer, Stripe]]:
    """Start a Stripe, and give it with an adapter that has its account; both have one clock."""
    at = clock()
    with stripe_server(at) as server, adapter_of(server.url, at, monkeypatch, folder) as adapter:
        yield server, adapter
