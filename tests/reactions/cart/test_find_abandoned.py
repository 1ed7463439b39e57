"""Carts that were left alone are published, once."""

import pytest

from events.cart import CartAbandoned
from functions.cart import find_abandoned
from souk.identity import Caller
from tests.support import api, bus, market, world

pytestmark = pytest.mark.usefixtures("database")


def leave_alone(shopper: Caller) -> None:
    with world.current().tx_as("admin") as tx:
        tx.execute(
            "UPDATE cart.carts SET updated_at = now() - interval '25 hours' WHERE id = :owner",
            owner=shopper.user_id,
        )


def test_a_cart_left_alone_for_a_day_is_published_once_with_its_lines() -> None:
    gone, here, emptied = api.customer(), api.customer(), api.customer()
    mug = market.put_on_sale(market.open_shop())
    for shopper in (gone, here, emptied):
        market.add(shopper, mug, 2)
    api.call("DELETE /api/cart", as_=emptied)
    leave_alone(gone)
    leave_alone(emptied)

    for _ in range(2):
        api.invoke(find_abandoned.handler, {})

    (published,) = bus.recorded_as(CartAbandoned)
    assert published.owner_id == gone.user_id
    assert [(line.variant_id, line.quantity) for line in published.lines] == [(mug.id, 2)]


def test_a_cart_that_was_used_and_left_again_is_published_again() -> None:
    shopper, mug = api.customer(), market.put_on_sale(market.open_shop())
    market.add(shopper, mug)
    leave_alone(shopper)
    api.invoke(find_abandoned.handler, {})
    market.add(shopper, mug)
    leave_alone(shopper)

    api.invoke(find_abandoned.handler, {})

    assert [event.sequence for event in bus.recorded_as(CartAbandoned)] == [1, 2]
