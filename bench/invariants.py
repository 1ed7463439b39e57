"""What must be true once everything has settled, whatever happened on the way."""

import contextlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import boto3
import httpx

from local.catalogue.marketplace import TooSlow, wait_until

SUBJECT = "Your receipt for order "
OUTBOX_SECONDS = 30
OPEN = frozenset({"pending", "awaiting_action"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One invariant and what speaks against it."""

    name: str
    faults: list[str]

    def __str__(self) -> str:
        shown = "; ".join(self.faults[:5]) + (f"; and {len(self.faults) - 5} more" if len(self.faults) > 5 else "")
        return f"{'FAILS' if self.faults else 'holds'}  {self.name}{': ' if shown else ''}{shown}"


def orders_are_decided(statuses: dict[str, str], refused: list[str]) -> Finding:
    """Every order is paid or cancelled, and every purchase became an order."""
    open_ = [f"{number} is {status}" for number, status in statuses.items() if status not in {"paid", "cancelled"}]
    return Finding("every purchase became an order that is paid or cancelled", refused + open_)


def stock_is_what_was_not_sold(imported: Counter[str], sold: Counter[str], stock: Iterable[dict[str, Any]]) -> Finding:
    """What a seller has on hand is what was imported less what was paid for, and nothing is held any more."""
    levels = {level["sku"]: level for level in stock}
    faults = [f"{sku} is not in the inventory" for sku in imported if sku not in levels]
    for sku, level in levels.items():
        expected = imported[sku] - sold[sku]
        if level["on_hand"] != expected or level["reserved"]:
            faults.append(f"{sku}: {level['on_hand']} on hand, {level['reserved']} held, expected {expected} and 0")
    return Finding("stock is what was imported less what was sold", faults)


def receipts_match(paid: set[str], receipts: Counter[str], ordered: set[str]) -> Finding:
    """Every paid order has exactly one receipt, and no other order has any."""
    faults = [f"{number} has {receipts[number]} receipts" for number in sorted(paid) if receipts[number] != 1]
    faults += [f"{number} has a receipt but is not paid" for number in sorted((ordered - paid) & receipts.keys())]
    return Finding("one receipt for each paid order", faults)


def outbox_is_empty(url: str) -> Finding:
    """No event waits to be published."""

    def age() -> float:
        ready: dict[str, float] = httpx.get(f"{url}/api/ready", timeout=60).json()
        return ready["outbox_age_seconds"]

    with contextlib.suppress(TooSlow):
        wait_until(lambda: not age(), "the outbox to be empty", OUTBOX_SECONDS)
    waiting = age()
    return Finding("the outbox is empty", [f"an event waits since {waiting:.1f} s"] if waiting else [])


def dead_letters_are_none(endpoint: str) -> Finding:
    """No message was given up."""
    queues = boto3.client(
        "sqs",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="000000000000",
        aws_secret_access_key="local",
    )
    urls = [url for page in queues.get_paginator("list_queues").paginate() for url in page.get("QueueUrls", [])]
    attributes = {url: queues.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"] for url in urls}
    dead = {
        json.loads(one["RedrivePolicy"])["deadLetterTargetArn"] for one in attributes.values() if "RedrivePolicy" in one
    }
    faults = [
        f"{url.rsplit('/', 1)[-1]} holds {one['ApproximateNumberOfMessages']}"
        for url, one in attributes.items()
        if one["QueueArn"] in dead and int(one["ApproximateNumberOfMessages"])
    ]
    faults += [] if dead else ["no queue has a dead-letter queue"]
    return Finding("the dead-letter queues are empty", faults)


def receipts(url: str) -> dict[str, list[datetime]]:
    """Read when each order's receipts were sent, by order number."""
    found: dict[str, list[datetime]] = {}
    for message in httpx.get(f"{url}/mail.json", timeout=60).json():
        if message["kind"] == "mail" and message["subject"].startswith(SUBJECT):
            sent_at = datetime.fromisoformat(message["sent_at"])
            found.setdefault(message["subject"].removeprefix(SUBJECT), []).append(sent_at)
    return found


def aws_endpoint(note: Path) -> str:
    """Read where the desk's AWS answers."""
    return str(json.loads(note.read_text())["emulator"])
