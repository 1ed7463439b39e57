"""Time invocations in process against the real servers, what is compared always in turn."""

import contextlib
import itertools
import json
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from souk import resources
from souk.function import Function
from tests.support import api, market, sales, world

TIMES = 1000
WARM_UP = 100
ORDER_LINES = 3
CART_LINES = 25
DETAIL = "GET /api/products/{product_id}"


@dataclass(frozen=True, slots=True)
class Work:
    """Something to time, and what has to be done before each time."""

    run: Callable[[], object]
    before: Callable[[], object] = lambda: None


@dataclass(frozen=True, slots=True)
class Invocation:
    """A function and the event it is invoked with, again and again."""

    function: Function
    event: dict[str, Any]

    def __call__(self) -> None:
        """Invoke it; it must work."""
        answer = self.function(self.event, None)
        assert answer["statusCode"] == self.function.spec.status, answer["body"]

    def renew(self, body: Any) -> None:
        """Make the next request another one: its key is new."""
        self.event["headers"]["Idempotency-Key"] = str(uuid.uuid4())
        self.event["body"] = json.dumps(body)


def compare(*works: Work, times: int = TIMES) -> list[float]:
    """Give the seconds each piece of work takes, done in turn so that what disturbs one disturbs all.

    The lowest decile counts: it is what the work costs when the machine does nothing else meanwhile.
    """
    taken: list[list[float]] = [[] for _ in works]
    for turn in range(WARM_UP + times):
        for work, into in zip(works, taken, strict=True):
            work.before()
            began = time.perf_counter()
            work.run()
            if turn >= WARM_UP:
                into.append(time.perf_counter() - began)
    return [statistics.quantiles(one, n=10)[0] for one in taken]


def kit_overhead(here: world.World) -> float:
    """Give the seconds the kit adds to reading one's own profile: all but the handler and its statement."""
    somebody = api.customer(sales.person())
    with invocation(here, "GET /api/users/me", as_=somebody) as invoke:
        database = here.database("users")
        arguments = {"caller": somebody}
        whole, own = compare(
            Work(invoke), Work(lambda: database.read(lambda tx: invoke.function.run_in(tx, arguments)))
        )
    return whole - own


def detail_in_round_trips(here: world.World, variant: market.Variant) -> tuple[float, float]:
    """Give a whole product detail, cached and not, as multiples of the driver's `SELECT 1`."""
    connection = here.connect("catalog")
    with invocation(here, DETAIL, path={"product_id": variant.product_id}) as invoke:
        select, cached, uncached = compare(
            Work(lambda: connection.run("SELECT 1")), Work(invoke), Work(invoke, before=lambda: forget(here, variant))
        )
    connection.close()
    return cached / select, uncached / select


def shopping(here: world.World, variants: list[market.Variant]) -> dict[str, float]:
    """Give the seconds of whole invocations: the customer's four steps, nothing cached."""
    somebody = api.customer(sales.person())
    turn = itertools.cycle(variants[:CART_LINES])
    taken: dict[str, float] = {}

    def another_item() -> None:
        add.renew({"variant_id": str(next(turn).id), "quantity": 1})

    def another_cart() -> None:
        for variant in itertools.islice(turn, ORDER_LINES):
            assert market.add(customer, variant).status == 201
        order.renew(market.wish())

    with invocation(here, "GET /api/products", query={"limit": 24}) as browse:
        (taken["list of 24"],) = compare(Work(browse))
    with invocation(here, DETAIL, path={"product_id": variants[0].product_id}) as show:
        (taken["product detail"],) = compare(Work(show, lambda: forget(here, variants[0])))
    with invocation(here, "POST /api/cart/items", as_=somebody) as add:
        (taken["add to cart"],) = compare(Work(add, another_item))
    customer = api.customer(sales.person())
    with invocation(here, "POST /api/orders", as_=customer) as order:
        (taken[f"place order of {ORDER_LINES} lines"],) = compare(Work(order, another_cart))
    return taken


def forget(here: world.World, variant: market.Variant) -> None:
    """Take the product of a variant out of the cache."""
    here.cache.delete(f"product:{variant.product_id}")


@contextlib.contextmanager
def invocation(here: world.World, route: str, **request: Any) -> Iterator[Invocation]:
    """Give a function with its resources open."""
    function = world.registry().operation(route)
    with resources.replaced(here.resources(function.spec.service)):
        yield Invocation(function, api.gateway_event(route, **request))
