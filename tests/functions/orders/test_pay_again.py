"""Who may pay an order again, and when."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from events.orders import OrderPaymentRequested
from souk.identity import Caller
from souk.ids import uuid7
from tests.support import api, bus, market
from tests.support.clock import FixedClock
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def customer() -> Caller:
    return api.customer()


@pytest.fixture
def order(customer: Caller) -> dict[str, Any]:
    return market.ordered(customer, (market.put_on_sale(market.open_shop()), 1))


def fail(order: dict[str, Any], **changes: Any) -> None:
    market.deliver_to_orders("await_payment", market.failed(order, final=True, **changes))


def nothing_asked_for(order: dict[str, Any]) -> bool:
    kinds = [entry["kind"] for entry in market.history(order["id"])]
    return "payment_requested" not in kinds and not bus.recorded_as(OrderPaymentRequested)


def test_the_same_key_twice_asks_for_one_payment(customer: Caller, order: dict[str, Any]) -> None:
    fail(order)

    first, second = (market.pay_again(customer, order, key="once") for _ in range(2))

    assert (first.status, first.text) == (second.status, second.text)
    assert second.headers["Idempotent-Replayed"] == "true"
    (wanted,) = bus.recorded_as(OrderPaymentRequested)
    assert wanted.total.model_dump() == order["total"]
    assert str(wanted.payment_id) == first.json["payment_transaction_id"]
    assert [entry["kind"] for entry in market.history(order["id"])] == ["placed", "payment_failed", "payment_requested"]


def test_an_order_that_is_being_charged_is_not_charged_again(customer: Caller, order: dict[str, Any]) -> None:
    answer = market.pay_again(customer, order)

    assert (answer.status, answer.code) == (409, "order_not_payable")
    assert market.look(customer, order)["payable_until"] is None
    assert nothing_asked_for(order)


@pytest.mark.parametrize("end", ["paid", "cancelled"])
def test_an_order_that_is_paid_or_over_is_not_paid_again(customer: Caller, order: dict[str, Any], end: str) -> None:
    fail(order)
    if end == "paid":
        market.pay(order)
    else:
        market.let_time_run_out(order)

    answer = market.pay_again(customer, order)

    assert (answer.status, answer.code) == (409, "order_not_payable")
    assert end in answer.json["detail"]
    assert nothing_asked_for(order)


def test_once_the_time_is_up_it_is_too_late_even_before_the_order_is_given_up(
    customer: Caller, order: dict[str, Any]
) -> None:
    fail(order)
    up = datetime.fromisoformat(market.look(customer, order)["payable_until"])

    answer = market.pay_again(customer, order, clock=FixedClock(up))

    assert (answer.status, answer.code) == (409, "order_not_payable")
    assert nothing_asked_for(order)


def test_who_pays_again_at_the_last_moment_has_time_for_a_second_step(
    database: World, customer: Caller, order: dict[str, Any]
) -> None:
    fail(order)
    up = datetime.fromisoformat(market.look(customer, order)["payable_until"])
    clock = FixedClock(up - timedelta(seconds=1))

    assert market.pay_again(customer, order, "sandbox_3ds", clock=clock).status == 202

    with database.tx_as("admin") as tx:
        assert tx.value("SELECT held_until FROM orders.orders") == clock.moment + timedelta(minutes=15)
        assert tx.value("SELECT expires_at >= held_until FROM orders.orders JOIN inventory.reservations USING (id)")


def test_what_comes_late_of_the_payment_before_does_not_open_the_order_again_whosever_clock_is_ahead(
    customer: Caller, order: dict[str, Any]
) -> None:
    ahead = UUID(int=uuid7().int + (60_000 << 80))
    fail(order, transaction_id=ahead, attempt=1)
    market.pay_again(customer, order)

    fail(order, transaction_id=ahead, attempt=1, sequence=4)

    assert market.look(customer, order)["payable_until"] is None


@pytest.mark.parametrize("method", ["sandbox_vissa", "4111 1111 1111 1111", None, ["sandbox_visa"]])
def test_a_method_that_is_not_offered_is_refused_by_name(customer: Caller, order: dict[str, Any], method: Any) -> None:
    fail(order)

    answer = market.pay_again(customer, order, method)

    assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (422, ["payment_method"])
    assert nothing_asked_for(order)


def test_an_order_of_somebody_else_is_not_there(order: dict[str, Any]) -> None:
    fail(order)

    answers = [market.pay_again(api.customer(), order), market.pay_again(api.customer(), {"id": uuid7()})]

    assert [(answer.status, answer.code) for answer in answers] == [(404, "order_not_found")] * 2
    assert nothing_asked_for(order)


def test_lists_say_which_orders_wait_to_be_paid(customer: Caller, order: dict[str, Any]) -> None:
    fail(order)

    (listed,) = api.made("GET /api/orders", as_=customer)["items"]

    assert listed["payable_until"] == market.look(customer, order)["payable_until"] is not None
