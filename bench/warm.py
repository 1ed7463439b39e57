"""Time invocations in process against the real servers, what is compared always in turn."""

import contextlib
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from souk import resources
from souk.function import Function
from tests.support import api, sales, world

TIMES = 2000
WARM_UP = 100
DETAIL = "GET /api/products/{product_id}"


@dataclass(frozen=True, slots=True)
class Work:
    """Something to time, and what has to be done before each time."""

    run: Callable[[], object]
    before: Callable[[], object] = lambda: None


def compare(*works: Work) -> list[float]:
    """Give the seconds each piece of work takes, done in turn so that what disturbs one disturbs all.

    The lowest decile counts: it is what the work costs when the machine does nothing else meanwhile.
    """
    taken: list[list[float]] = [[] for _ in works]
    for turn in range(WARM_UP + TIMES):
        for work, into in zip(works, taken, strict=True):
            work.before()
            began = time.perf_counter()
            work.run()
            if turn >= WARM_UP:
                into.append(time.perf_counter() - began)
    return [statistics.quantiles(one, n=10)[0] for one in taken]


def kit_overhead(here: world.World) -> float:
    """Give the seconds the kit adds to reading one's own profile: all but the handler and its statement."""
    somebody = api.customer(sales.person(here))
    with invocation(here, "GET /api/users/me", as_=somebody) as (function, invoke):
        database = here.database("users")
        whole, own = compare(
            Work(invoke), Work(lambda: database.run_read(lambda tx: function.run_in(tx, {"caller": somebody})))
        )
    return whole - own


def detail_in_round_trips(here: world.World, product_id: str) -> tuple[float, float]:
    """Give a whole product detail, cached and not, as multiples of the driver's `SELECT 1`."""
    connection = here.connect("catalog")
    with invocation(here, DETAIL, path={"product_id": product_id}) as (function, invoke):
        assert function.spec.cached is not None
        assert function.spec.cached.key is not None
        key = function.spec.cached.key.format(product_id=product_id)
        select, cached, uncached = compare(
            Work(lambda: connection.run("SELECT 1")),
            Work(invoke),
            Work(invoke, before=lambda: here.cache.delete(key)),
        )
    connection.close()
    return cached / select, uncached / select


@contextlib.contextmanager
def invocation(
    here: world.World, route: str, **request: Any
) -> Iterator[tuple[Function, Callable[[], dict[str, Any]]]]:
    """Give a function and its invocation with this request."""
    function = world.registry().operation(route)
    event = api.gateway_event(route, **request)

    def invoke() -> dict[str, Any]:
        answer: dict[str, Any] = function(event, None)  # type: ignore[operator]
        return answer

    with resources.replaced(here.resources(function.spec.service)):
        answer = invoke()
        assert answer["statusCode"] == function.spec.status, answer["body"]
        yield function, invoke
