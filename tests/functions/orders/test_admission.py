"""Under a spike an order is placed or refused for now, before anybody runs out of time; who comes again is served."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest

from events.orders import OrderCreated
from souk import resources
from souk.identity import Caller
from tests.support import api, bus, market, world
from tests.support.api import LambdaContext
from tests.support.market import Variant
from tests.support.stock import levels
from tests.support.world import World

ROUTE = "POST /api/orders"


@pytest.fixture
def mug(database: World) -> Variant:
    """What everybody wants."""
    return market.put_on_sale(market.open_shop(), stock=10)


@pytest.fixture
def buyer(mug: Variant) -> Caller:
    """Somebody with it in the cart."""
    somebody = api.customer()
    market.add(somebody, mug)
    return somebody


@contextmanager
def somebody_keeps(mug: Variant) -> Iterator[None]:
    """Let somebody hold its stock for longer than anybody waits."""
    with world.current().tx_as("admin") as tx:
        tx.execute("SELECT FROM inventory.stock_levels WHERE variant_id = :id FOR UPDATE", id=mug.id)
        yield


def order_within(buyer: Caller, milliseconds: int, key: str) -> api.Answer:
    """Order in an invocation that has so long."""
    event = api.gateway_event(ROUTE, as_=buyer, body=market.wish(), key=key)
    with resources.replaced(world.current().resources("orders")):
        answer = world.registry().operation(ROUTE)(event, LambdaContext(milliseconds=milliseconds))
    return api.Answer(answer["statusCode"], answer["headers"], answer["body"])


def nothing_changed(buyer: Caller, mug: Variant) -> bool:
    """Whether the cart is full, nothing is held, and nobody was told of an order."""
    placed = bus.recorded_as(OrderCreated)
    return bool(market.cart(buyer)["lines"]) and levels(mug.id) == [(10, 0)] and not placed


def test_who_waits_too_long_for_stock_is_told_when_to_come_again_and_then_served(
    database: World, buyer: Caller, mug: Variant
) -> None:
    database.database("orders").write(lambda tx: tx.execute("SET lock_timeout = '100ms'"))

    with somebody_keeps(mug):
        busy = market.place(buyer, key="an-order")

    assert (busy.status, busy.code, busy.headers["Retry-After"]) == (503, "unavailable", "1")
    assert nothing_changed(buyer, mug)
    assert market.place(buyer, key="an-order").status == 201
    assert levels(mug.id) == [(10, 1)]


def test_who_would_run_out_of_time_is_told_so_before_the_function_dies(buyer: Caller, mug: Variant) -> None:
    began = time.monotonic()
    with somebody_keeps(mug):
        busy = order_within(buyer, 2_000, "an-order")
        took = time.monotonic() - began

    assert (busy.status, busy.code) == (503, "unavailable")
    assert int(busy.headers["Retry-After"]) > 0
    assert took < 2
    assert nothing_changed(buyer, mug)
    again = order_within(buyer, 10_000, "an-order")
    assert (again.status, again.headers.get("Idempotent-Replayed")) == (201, None)
    assert len(bus.recorded_as(OrderCreated)) == 1


def test_a_database_that_takes_no_more_connections_is_told_of_as_a_503(
    database: World, buyer: Caller, mug: Variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database.database("orders"), "_connect", lambda: database.connect("orders"))
    database.database("orders").close()
    with database.tx_as("admin") as tx:
        tx.execute("ALTER ROLE orders CONNECTION LIMIT 0")
    try:
        busy = market.place(buyer, key=str(uuid4()))
    finally:
        with database.tx_as("admin") as tx:
            tx.execute("ALTER ROLE orders CONNECTION LIMIT -1")

    assert (busy.status, busy.code) == (503, "unavailable")
    assert int(busy.headers["Retry-After"]) > 0
    assert nothing_changed(buyer, mug)
