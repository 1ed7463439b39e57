"""What one whole purchase costs in CPU: its requests, the relay, every delivery, and both servers' work for them."""

import json
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import psutil

from functions.notifications.domain.channels.email import Mail
from functions.notifications.domain.channels.sms import Sms
from local.catalogue.accounts import PASSWORD
from souk import outbox, resources
from souk.connection import Connection
from souk.function import Function
from souk.identity import Caller
from souk.work import SOURCE
from tests.support import api, bus, market, world
from tests.support.post import Mailbox, Phones

TIMES = 60
WARM_UP = 10


@dataclass(slots=True)
class Cost:
    """CPU seconds of one purchase, and what each function's part of our own process was.

    What jobs cost, which write the files of its invoices and which nobody waits for, stands apart.
    """

    requests: float = 0
    relay: float = 0
    deliveries: float = 0
    servers: float = 0
    jobs: float = 0
    of_function: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    times_called: Counter[str] = field(default_factory=Counter)

    @property
    def whole(self) -> float:
        """Everything together, without what jobs cost."""
        return self.requests + self.relay + self.deliveries + self.servers


class _Bus:
    """Keeps the events that the relay publishes until they are taken."""

    def __init__(self) -> None:
        self._kept: list[dict[str, str]] = []

    def publish(self, entries: list[dict[str, str]]) -> list[str | None]:
        """Take all of them."""
        self._kept += entries
        return [None] * len(entries)

    def taken(self) -> list[tuple[Function, bus.Message]]:
        """Give what was published since the last time, each with a function that it goes to."""
        entries, self._kept = self._kept, []
        return [pair for entry in entries for pair in _deliveries(entry)]


def _deliveries(entry: dict[str, str]) -> list[tuple[Function, bus.Message]]:
    detail = json.loads(entry["Detail"])
    if entry["Source"] == SOURCE:
        return [(bus.worker(detail), detail)]
    event = bus.catalogue()[entry["DetailType"]].open(detail)
    return [(function, event) for function in bus.listeners(event)]


def measure(here: world.World, variants: Sequence[market.Variant]) -> Cost:
    """Buy each time one of each variant, as a customer of its own, until nothing is left to be delivered.

    The lowest decile counts: it is what a purchase costs when the machine does nothing else meanwhile.
    """
    bus.taken()  # what was measured before left its events, and a customer gets so many mails an hour
    with closing(here.connect("ops")) as relay:
        costs = [_buy(here, relay, variants) for _ in range(WARM_UP + TIMES)]
    return sorted(costs[WARM_UP:], key=lambda cost: cost.whole)[TIMES // 10]


def _buy(here: world.World, relay: Connection, variants: Sequence[market.Variant]) -> Cost:
    cost, customer = Cost(), _registered()
    bus.drain(mail=Mailbox(), sms=Phones())
    began = _servers_seconds(here)
    for variant in variants:
        body = {"variant_id": str(variant.id), "quantity": 1}
        cost.requests += _request(here, "POST /api/cart/items", customer, cost, body)
    cost.requests += _request(here, "GET /api/cart", customer, cost, None)
    cost.requests += _request(here, "POST /api/orders", customer, cost, market.wish())
    published = _Bus()
    while _relayed(relay, published, cost):
        for function, message in published.taken():
            seconds = _timed(here, function, bus.batch(message), cost)
            if function.spec.work:
                cost.jobs += seconds
            else:
                cost.deliveries += seconds
    cost.servers = _servers_seconds(here) - began
    return cost


def _relayed(relay: Connection, published: _Bus, cost: Cost) -> int:
    began = time.process_time()
    found = outbox.publish_due(relay, published, published)
    cost.relay += time.process_time() - began
    return found


def _registered() -> Caller:
    somebody = {"email": f"{uuid4().hex}@example.com", "password": PASSWORD, "first_name": "A", "last_name": "Customer"}
    return api.customer(UUID(api.call("POST /api/auth/register", body=somebody).json["id"]))


def _request(here: world.World, route: str, customer: Caller, cost: Cost, body: Any) -> float:
    event = api.gateway_event(route, as_=customer, body=body, key=str(uuid4()))
    return _timed(here, world.registry().operation(route), event, cost)


def _timed(here: world.World, function: Function, event: dict[str, Any], cost: Cost) -> float:
    with resources.replaced({**here.resources(function.spec.service), Mail: Mailbox(), Sms: Phones()}):
        began = time.process_time()
        answer = function(event, None)
        seconds = time.process_time() - began
    assert not answer.get("batchItemFailures"), function.spec.id
    assert answer.get("statusCode", 200) < 300, answer
    cost.of_function[function.spec.id] += seconds
    cost.times_called[function.spec.id] += 1
    return seconds


def _servers_seconds(here: world.World) -> float:
    servers = [psutil.Process(pid) for pid in (here.postgres.pid, here.valkey.pid)]
    return sum(_seconds(process.pid) for server in servers for process in (server, *server.children(recursive=True)))


def _seconds(pid: int) -> float:
    """Give the CPU time of a process to the nanosecond, where /proc counts in hundredths of a second.

    Linux numbers the clocks so, include/linux/posix-timers.h; elsewhere this asks for none that there is.
    """
    with suppress(OSError):
        return time.clock_gettime(~pid << 3 | 2)
    return 0.0
