"""PayPal's adapter at a PayPal of its own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from functions.payments.domain.model import Attempt
from functions.payments.domain.paypal_client import PayPalClient
from functions.payments.domain.providers.paypal import PayPal as Adapter
from souk import Cache, Clock, resources, settings
from souk.paying import PaymentMethods
from souk.site import Site
from tests.support.clock import FixedClock
from tests.support.described import FOLDER
from tests.support.paying import MORNING
from tests.support.paypal import PayPal, contract
from tests.support.world import World


@contextmanager
def paypal_for(
    world: World, monkeypatch: pytest.MonkeyPatch, folder: Path, *, at: datetime = MORNING + timedelta(seconds=1)
) -> Iterator[tuple[PayPal, Adapter]]:
    """Start a PayPal, and give it with an adapter that has its account.

    Where there are descriptions, what is asked and answered is held against them.
    """
    with PayPal() as paypal:
        (folder / "paypal.json").write_text(json.dumps(paypal.secret))
        monkeypatch.setenv("SOUK_PROVIDER_PAYPAL_SECRET", str(folder / "paypal.json"))
        settings.forget()
        given = {
            Cache: world.cache,
            Clock: FixedClock(at),
            PaymentMethods: PaymentMethods("sandbox", "paypal"),
            Site: Site("https://souk.test"),
        }
        with resources.replaced(given):
            client = PayPalClient(Adapter.account.setting)
            yield paypal, Adapter(client)
            client.close()
        assert not FOLDER or contract.faults(paypal) == []


def capture_of(paypal: PayPal, payment: Attempt) -> str:
    """Give what the server calls the capture of a captured payment."""
    order = paypal.books.shown(paypal.books.order(str(payment.reference)))
    return str(order["purchase_units"][0]["payments"]["captures"][0]["id"])
