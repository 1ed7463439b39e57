"""What `make logs` prints."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from uuid import uuid4

from local.desk import Desk
from local.places import ROOT
from tests.journeys.support.people import ADDRESS, PATIENCE_SECONDS, Person
from tests.journeys.support.shop import Shop

STORY = [
    ("orders-place-order", "request  route=POST /api/orders  status=201"),
    ("ops-relay", "published  event=order.created"),
    ("payments-charge-order", "reacted  event=order.created"),
    ("ops-relay", "published  event=payment.completed"),
    ("orders-mark-order-paid", "reacted  event=payment.completed"),
    ("ops-relay", "published  event=order.paid"),
    ("notifications-notify-order-paid", "reacted  event=order.paid"),
]


@contextmanager
def followed(desk: Desk, correlation: str) -> Iterator[IO[str]]:
    """Run `make logs CORRELATION=…`."""
    command = [sys.executable, "-m", "local", "logs", "--correlation", correlation]
    environment = os.environ | {"SOUK_STATE": str(desk.folder)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        patience = threading.Timer(PATIENCE_SECONDS, process.terminate)
        patience.start()
        try:
            yield process.stdout
        finally:
            patience.cancel()
            process.terminate()


def missing(printed: list[str]) -> list[tuple[str, str]]:
    return [
        (function, words) for function, words in STORY if not any(function in one and words in one for one in printed)
    ]


def test_the_whole_story_of_a_purchase_is_found_by_its_correlation_id(
    own_desk: Desk, shopper: Person, shop: Shop
) -> None:
    name, offer = f"story-{uuid4()}", shop.offer(stock=1)
    shopper.put_into_cart(offer.variant_id)
    body = {"shipping_address": ADDRESS, "shipping_option": "standard", "payment_method": "sandbox_visa"}
    order = shopper.ask("POST", "/api/orders", body, headers={"X-Correlation-Id": name}).raise_for_status().json()
    shopper.sees(order, "paid")

    printed: list[str] = []
    with followed(own_desk, name) as lines:
        for line in lines:
            printed.append(line)
            if not missing(printed):
                break

    assert missing(printed) == []
    assert all(name in line for line in printed)
    assert not any("_aws" in line or "Duration" in line for line in printed)
