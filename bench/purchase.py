"""What one whole purchase costs in CPU: its requests, every delivery that follows, and both servers' work for them."""

import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import psutil

from functions.notifications.domain.channels.email import Mail
from functions.notifications.domain.channels.sms import Sms
from local.catalogue.accounts import PASSWORD
from souk import resources
from souk.function import Function
from souk.identity import Caller
from tests.support import api, bus, market, world
from tests.support.post import Mailbox, Phones

TIMES = 60
WARM_UP = 10


@dataclass(slots=True)
class Cost:
    """CPU seconds of one purchase on average, and what each function's part of our own process was."""

    requests: float = 0
    deliveries: float = 0
    servers: float = 0
    of_function: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    times_called: Counter[str] = field(default_factory=Counter)

    @property
    def whole(self) -> float:
        """Everything together."""
        return self.requests + self.deliveries + self.servers


def measure(here: world.World, variants: Sequence[market.Variant]) -> Cost:
    """Buy each time one of each variant, as a customer of its own, until nothing is left to be delivered."""
    bus.taken()  # what was measured before left its events, and a customer gets so many mails an hour
    for _ in range(WARM_UP):
        _buy(here, variants, Cost())
    cost = Cost()
    for _ in range(TIMES):
        _buy(here, variants, cost)
    return Cost(
        cost.requests / TIMES,
        cost.deliveries / TIMES,
        cost.servers / TIMES,
        {name: seconds / TIMES for name, seconds in cost.of_function.items()},
        Counter({name: round(times / TIMES) for name, times in cost.times_called.items()}),
    )


def _buy(here: world.World, variants: Sequence[market.Variant], cost: Cost) -> None:
    customer = _registered()
    bus.drain(mail=Mailbox(), sms=Phones())
    began = _servers_seconds(here)
    for variant in variants:
        body = {"variant_id": str(variant.id), "quantity": 1}
        cost.requests += _request(here, "POST /api/cart/items", customer, cost, body)
    cost.requests += _request(here, "GET /api/cart", customer, cost, None)
    cost.requests += _request(here, "POST /api/orders", customer, cost, market.wish())
    while waiting := [(function, bus.batch(event)) for event in bus.taken() for function in bus.listeners(event)]:
        for function, batch in waiting:
            cost.deliveries += _timed(here, function, batch, cost)
    cost.servers += _servers_seconds(here) - began


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
    found = [psutil.Process(pid) for pid in (here.postgres.pid, here.valkey.pid)]
    processes = [*found, *(child for process in found for child in process.children(recursive=True))]
    return sum(sum(process.cpu_times()[:2]) for process in processes)
