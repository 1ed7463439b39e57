"""A customer cancels until something is shipped."""

import pytest

from events.orders import OrderCancelled
from functions.orders.domain.model import OrderView
from tests.support import api, bus, market
from tests.support.stock import levels

pytestmark = pytest.mark.usefixtures("database")
CANCEL = "PUT /api/orders/{order_id}/cancel"


def test_an_unpaid_order_is_cancelled_and_its_stock_is_free_again() -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop())
    order = market.ordered(customer, (mug, 3))

    answer = api.call(CANCEL, as_=customer, path={"order_id": order["id"]})

    OrderView.model_validate_json(answer.text)
    assert (answer.status, answer.json["status"]) == (200, "cancelled")
    assert answer.json["sellers"][0]["status"] == "cancelled"
    assert levels(mug.id) == [(10, 0)]
    assert [line["quantity"] for line in market.cart(customer)["lines"]] == [3]
    (event,) = bus.recorded_as(OrderCancelled)
    assert (event.reason, event.sequence) == ("customer", 2)


def test_a_paid_order_is_cancelled_and_its_stock_is_back_on_the_shelf() -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop())
    order = market.ordered(customer, (mug, 3))
    market.pay(order)
    assert levels(mug.id) == [(7, 0)]

    answer = api.call(CANCEL, as_=customer, path={"order_id": order["id"]})
    bus.deliver("inventory.take_back_stock", *bus.recorded_as(OrderCancelled), times=2)

    assert answer.json["status"] == "cancelled"
    assert levels(mug.id) == [(10, 0)]


def test_cancelling_again_under_the_same_key_is_answered_the_same() -> None:
    customer, mug = api.customer(), market.put_on_sale(market.open_shop())
    order = market.ordered(customer, (mug, 3))

    first, again = (api.call(CANCEL, as_=customer, path={"order_id": order["id"]}, key="once") for _ in range(2))
    another = api.call(CANCEL, as_=customer, path={"order_id": order["id"]})

    assert (first.text, again.headers["Idempotent-Replayed"]) == (again.text, "true")
    assert (another.status, another.code) == (409, "order_not_cancellable")
    assert levels(mug.id) == [(10, 0)]
    assert len(bus.recorded_as(OrderCancelled)) == 1


def test_an_order_that_began_to_be_shipped_is_not_cancelled() -> None:
    customer, one, other = api.customer(), market.open_shop(), market.open_shop()
    mug, scarf = market.put_on_sale(one), market.put_on_sale(other)
    order = market.ordered(customer, (mug, 1), (scarf, 1))
    market.pay(order)
    market.ship(one, order)

    answer = api.call(CANCEL, as_=customer, path={"order_id": order["id"]})

    assert (answer.status, answer.code) == (409, "order_not_cancellable")
    assert levels(mug.id) == [(9, 0)]
    assert bus.recorded_as(OrderCancelled) == []
