"""What orders do when payments publish: twice, late, and in any order."""

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from events.orders import OrderCancelled, OrderPaid, OrderUpdated
from functions.orders.domain import history_store
from souk.ids import uuid7
from tests.support import api, bus, market
from tests.support.stock import levels
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def mug() -> market.Variant:
    return market.put_on_sale(market.open_shop(), 1000, 10)


@pytest.fixture
def order(mug: market.Variant) -> dict[str, Any]:
    return market.ordered(api.customer(), (mug, 2))


def kinds(order: dict[str, Any]) -> list[str]:
    return [entry["kind"] for entry in market.history(order["id"])]


ALARMING = ("OrdersUnknown", "WrongAmountsPaid", "WrongCurrenciesRefunded")

type Alarms = Callable[[], list[str]]


@pytest.fixture
def alarms(capsys: pytest.CaptureFixture[str]) -> Alarms:
    """Give what was counted for an alarm since the last time."""

    def since() -> list[str]:
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return [name for line in lines for name in ALARMING if line.get(name)]

    return since


def status(order: dict[str, Any]) -> str:
    return str(market.history(order["id"])[-1]["status"])


def test_a_paid_order_sells_its_stock_once_however_often_it_is_published(
    order: dict[str, Any], mug: market.Variant
) -> None:
    paid = market.completed(order)

    market.deliver_to_orders("mark_order_paid", paid, times=2)
    market.deliver_to_orders("mark_order_paid", market.completed(order))

    assert kinds(order) == ["placed", "paid"]
    assert levels(mug.id) == [(8, 0)]
    (event,) = bus.recorded_as(OrderPaid)
    assert event.sequence == 2
    assert event.model_dump(mode="json")["total"] == order["total"]
    assert [(line.variant_id, line.quantity) for line in event.lines] == [(mug.id, 2)]
    assert [share.seller_id for share in event.sellers] == [mug.seller_id]


def test_a_consumer_that_dies_before_it_commits_leaves_nothing_and_works_when_delivered_again(
    order: dict[str, Any], mug: market.Variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid, appended = market.completed(order), history_store.append

    def die(*arguments: Any) -> None:
        appended(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(history_store, "append", die)
        with pytest.raises(KeyboardInterrupt):
            bus.deliver("orders.mark_order_paid", paid)
    after_death = kinds(order), levels(mug.id), bus.recorded_as(OrderPaid)
    market.deliver_to_orders("mark_order_paid", paid, times=2)

    assert after_death == (["placed"], [(10, 2)], [])
    assert kinds(order) == ["placed", "paid"]
    assert levels(mug.id) == [(8, 0)]
    assert len(bus.recorded_as(OrderPaid)) == 1


@pytest.mark.parametrize("amount", [{"amount": 1, "currency": "GBP"}, {"amount": 2399, "currency": "EUR"}])
def test_an_order_that_was_paid_with_another_amount_is_cancelled_and_sets_off_an_alarm(
    order: dict[str, Any], mug: market.Variant, alarms: Alarms, amount: dict[str, Any]
) -> None:
    assert order["total"] == {"amount": 2399, "currency": "GBP"}

    market.deliver_to_orders("mark_order_paid", market.completed(order, amount=amount), times=2)

    assert alarms() == ["WrongAmountsPaid"]
    assert kinds(order) == ["placed", "cancelled"]
    assert levels(mug.id) == [(10, 0)]
    assert [event.reason for event in bus.recorded_as(OrderCancelled)] == ["wrong_amount_paid"]
    assert bus.recorded_as(OrderPaid) == []


@pytest.mark.parametrize("reaction", ["mark_order_paid", "await_action", "await_payment", "count_refund"])
@pytest.mark.parametrize("final", [True, False])
def test_what_is_published_of_an_unknown_order_ends_and_sets_off_an_alarm(
    order: dict[str, Any], alarms: Alarms, reaction: str, final: bool
) -> None:
    unknown = order | {"id": str(uuid7())}
    event = {
        "mark_order_paid": market.completed(unknown),
        "await_action": market.action_required(unknown),
        "await_payment": market.failed(unknown, final=final),
        "count_refund": market.refunded(unknown, 1),
    }[reaction]

    market.deliver_to_orders(reaction, event, times=2)

    assert alarms() == ["OrdersUnknown"]
    assert kinds(order) == ["placed"]


def test_a_failed_attempt_that_is_not_the_last_leaves_the_order_open(
    order: dict[str, Any], mug: market.Variant
) -> None:
    market.deliver_to_orders("await_payment", market.failed(order, final=False), times=2)
    market.pay(order)

    assert kinds(order) == ["placed", "payment_failed", "paid"]
    assert levels(mug.id) == [(8, 0)]


def test_a_failed_payment_leaves_the_order_to_be_paid_again_and_its_stock_held(
    database: World, order: dict[str, Any], mug: market.Variant
) -> None:
    declined = market.failed(order, final=True)

    market.deliver_to_orders("await_payment", declined, times=2)
    market.deliver_to_orders("await_payment", declined)

    assert kinds(order) == ["placed", "payment_failed"]
    assert status(order) == "pending"
    assert levels(mug.id) == [(10, 2)]
    until = declined.occurred_at + timedelta(minutes=30)
    with database.tx_as("admin") as tx:
        assert tx.value("SELECT held_until FROM orders.orders") == until
        assert tx.value("SELECT expires_at FROM inventory.reservations") == until
    assert bus.recorded_as(OrderCancelled) == []


def test_nobody_keeps_stock_from_others_by_failing_to_pay_again_and_again(
    database: World, order: dict[str, Any]
) -> None:
    for failures in range(6):
        late = market.failed(order, final=True, transaction_id=uuid7())
        late.noted("", late.occurred_at + timedelta(minutes=29 * failures))
        market.deliver_to_orders("await_payment", late)

    with database.tx_as("admin") as tx:
        assert tx.value("SELECT held_until - created_at FROM orders.orders") == timedelta(hours=2)


def test_an_order_that_was_not_paid_again_in_time_is_given_up_and_its_lines_are_in_the_cart(
    mug: market.Variant,
) -> None:
    customer = api.customer()
    order = market.ordered(customer, (mug, 2))
    market.deliver_to_orders("await_payment", market.failed(order, final=True), times=2)
    waiting = market.cart(customer)["quantity"]

    market.let_time_run_out(order)
    market.let_time_run_out(order)

    assert waiting == 0
    assert kinds(order) == ["placed", "payment_failed", "cancelled"]
    assert market.cart(customer)["quantity"] == 2
    assert levels(mug.id) == [(10, 0)]
    (event,) = bus.recorded_as(OrderCancelled)
    assert (event.reason, event.sequence) == ("payment_overdue", 3)


def test_an_order_that_lost_its_stock_before_its_payment_failed_is_given_up_next(
    database: World, mug: market.Variant
) -> None:
    customer = api.customer()
    order = market.ordered(customer, (mug, 2))
    lose_hold(database, mug, 1)

    market.deliver_to_orders("await_payment", market.failed(order, final=True), times=2)
    market.let_time_run_out(order)

    assert kinds(order) == ["placed", "payment_failed", "cancelled"]
    assert [event.reason for event in bus.recorded_as(OrderCancelled)] == ["payment_overdue"]
    assert market.cart(customer)["quantity"] == 2
    assert levels(mug.id) == [(1, 0)]


def test_a_failure_whose_order_lost_its_stock_gives_it_no_more_time_and_waits_for_no_cart(
    database: World, order: dict[str, Any], mug: market.Variant
) -> None:
    lose_hold(database, mug, 1)

    with database.tx_as("admin") as tx:
        held_until = tx.value("SELECT held_until FROM orders.orders")
        tx.execute("SELECT FROM cart.carts FOR UPDATE")
        market.deliver_to_orders("await_payment", market.failed(order, final=True))

    assert kinds(order) == ["placed", "payment_failed"]
    with database.tx_as("admin") as tx:
        assert tx.value("SELECT held_until FROM orders.orders") == held_until


def lose_hold(database: World, variant: market.Variant, left: int) -> None:
    """Let everything held run out, and leave so much of a variant."""
    with database.tx_as("admin") as tx:
        tx.execute("UPDATE inventory.reservations SET expires_at = now() - interval '1 minute'")
        tx.execute("SELECT inventory.release_expired(10)")
    market.restock(variant, left)


def test_the_lines_of_an_order_that_was_not_paid_are_back_in_the_cart_once(mug: market.Variant) -> None:
    customer, shop = api.customer(), market.open_shop()
    bowl, plate = market.put_on_sale(shop), market.put_on_sale(shop)
    order = market.ordered(customer, (mug, 2), (bowl, 1))
    market.add(customer, mug, 1)
    market.add(customer, plate, 4)

    market.let_time_run_out(order)
    market.let_time_run_out(order)

    lines = {line["variant_id"]: line["quantity"] for line in market.cart(customer)["lines"]}
    assert lines == {str(mug.id): 3, str(bowl.id): 1, str(plate.id): 4}
    assert market.place(customer).status == 201


def test_what_the_cart_has_no_room_for_is_said_in_the_history(mug: market.Variant) -> None:
    customer = api.customer()
    market.restock(mug, 2000)
    order = market.ordered(customer, (mug, 600))
    market.add(customer, mug, 500)

    market.let_time_run_out(order)

    assert [line["quantity"] for line in market.cart(customer)["lines"]] == [999]
    assert market.history(order["id"])[-1]["data"] == {"reason": "payment_overdue", "units_left_out": 101}


def test_a_price_that_changed_meanwhile_is_seen_beside_the_one_that_was_ordered(mug: market.Variant) -> None:
    customer = api.customer()
    order = market.ordered(customer, (mug, 2))
    market.reprice(mug, 1200)

    market.let_time_run_out(order)

    (line,) = market.cart(customer)["lines"]
    assert (line["previous_price"]["amount"], line["unit_price"]["amount"]) == (1000, 1200)


def test_a_paid_order_that_is_cancelled_leaves_the_cart_alone(mug: market.Variant) -> None:
    customer = api.customer()
    paid = market.ordered(customer, (mug, 1))
    market.pay(paid)

    cancelled = api.call("PUT /api/orders/{order_id}/cancel", as_=customer, path={"order_id": paid["id"]})

    assert cancelled.status == 200
    assert market.cart(customer)["lines"] == []


def test_a_failure_that_arrives_after_the_payment_changes_nothing(order: dict[str, Any], mug: market.Variant) -> None:
    market.pay(order)
    market.deliver_to_orders("await_payment", market.failed(order, final=False), market.failed(order, final=True))

    assert kinds(order) == ["placed", "paid"]
    assert levels(mug.id) == [(8, 0)]


def test_a_second_step_is_awaited_then_paid(order: dict[str, Any]) -> None:
    transaction_id = uuid7()

    market.deliver_to_orders("await_action", market.action_required(order, transaction_id=transaction_id), times=2)
    waiting = status(order)
    market.deliver_to_orders("mark_order_paid", market.completed(order, transaction_id=transaction_id))

    assert waiting == "awaiting_action"
    assert kinds(order) == ["placed", "action_required", "paid"]
    assert [(event.status, event.sequence) for event in bus.recorded_as(OrderUpdated)] == [("awaiting_action", 2)]


@pytest.mark.parametrize("skew", [1, -1])
def test_the_steps_of_attempts_end_the_same_in_whatever_order_they_arrive(mug: market.Variant, skew: int) -> None:
    first, second = [uuid7(), uuid7()][::skew]
    customer = api.customer()
    market.restock(mug, 100)
    for arriving in permutations(range(4)):
        order = market.ordered(customer, (mug, 1))
        steps = [
            ("await_action", market.action_required(order, 2, transaction_id=first, attempt=1)),
            ("await_payment", market.failed(order, final=False, transaction_id=first, attempt=1)),
            ("await_action", market.action_required(order, 2, transaction_id=second, attempt=2)),
            ("await_payment", market.failed(order, final=False, transaction_id=second, attempt=2)),
        ]

        for index in arriving:
            market.deliver_to_orders(steps[index][0], steps[index][1], times=2)

        assert status(order) == "pending", arriving
        assert market.look(customer, order)["payment_transaction_id"] == str(second), arriving


def test_a_second_step_that_arrives_after_the_payment_is_ignored(order: dict[str, Any]) -> None:
    market.pay(order)
    market.deliver_to_orders("await_action", market.action_required(order))

    assert kinds(order) == ["placed", "paid"]


def test_a_payment_for_a_cancelled_order_is_noted_and_cancels_nothing_again(
    order: dict[str, Any], mug: market.Variant
) -> None:
    market.let_time_run_out(order)
    paid = market.completed(order)
    market.deliver_to_orders("mark_order_paid", paid, times=2)

    assert kinds(order) == ["placed", "cancelled", "paid_after_cancellation"]
    assert status(order) == "cancelled"
    assert levels(mug.id) == [(10, 0)]
    assert bus.recorded_as(OrderPaid) == []
    assert [(event.reason, event.sequence) for event in bus.recorded_as(OrderCancelled)] == [("payment_overdue", 2)]


def test_an_order_whose_stock_is_gone_when_it_is_paid_is_cancelled(
    database: World, order: dict[str, Any], mug: market.Variant
) -> None:
    with database.tx_as("admin") as tx:
        tx.execute("UPDATE inventory.reservations SET expires_at = now() - interval '1 minute'")
        tx.execute("SELECT inventory.release_expired(10)")
    market.restock(mug, 1)

    market.deliver_to_orders("mark_order_paid", market.completed(order), times=2)

    assert kinds(order) == ["placed", "cancelled"]
    assert [event.reason for event in bus.recorded_as(OrderCancelled)] == ["out_of_stock"]
    assert levels(mug.id) == [(1, 0)]


def test_an_order_whose_hold_ran_out_still_sells_while_there_is_stock(
    database: World, order: dict[str, Any], mug: market.Variant
) -> None:
    with database.tx_as("admin") as tx:
        tx.execute("UPDATE inventory.reservations SET expires_at = now() - interval '1 minute'")
        tx.execute("SELECT inventory.release_expired(10)")

    market.pay(order)

    assert kinds(order) == ["placed", "paid"]
    assert levels(mug.id) == [(8, 0)]


def test_refunds_are_counted_until_everything_went_back(order: dict[str, Any]) -> None:
    total = order["total"]["amount"]
    market.pay(order)
    some, rest = market.refunded(order, 500, 4), market.refunded(order, total - 500, 5)

    market.deliver_to_orders("count_refund", some, times=2)
    partly = status(order)
    market.deliver_to_orders("count_refund", rest, times=2)

    assert partly == "paid"
    assert kinds(order) == ["placed", "paid", "partly_refunded", "refunded"]
    assert status(order) == "refunded"


def test_a_refund_of_a_cancelled_order_leaves_it_cancelled(order: dict[str, Any]) -> None:
    market.let_time_run_out(order)
    market.pay(order)
    market.deliver_to_orders("count_refund", market.refunded(order, order["total"]["amount"]))

    assert kinds(order)[-1] == "refunded"
    assert status(order) == "cancelled"


def test_a_refund_that_arrives_before_the_payment_waits_in_the_queue(order: dict[str, Any]) -> None:
    refund = market.refunded(order, 500)

    waiting = bus.deliver("orders.count_refund", refund)
    market.pay(order)
    market.deliver_to_orders("count_refund", refund)

    assert len(waiting) == 1
    assert kinds(order) == ["placed", "paid", "partly_refunded"]


@pytest.mark.parametrize("paid", [True, False])
def test_never_more_is_counted_as_refunded_than_was_paid(order: dict[str, Any], paid: bool) -> None:
    if not paid:
        market.let_time_run_out(order)
    market.pay(order)
    market.deliver_to_orders("count_refund", market.refunded(order, order["total"]["amount"] - 1, 4))
    before = kinds(order)

    waiting = bus.deliver("orders.count_refund", market.refunded(order, 500, 5), times=2)

    assert len(waiting) == 1
    assert kinds(order) == before


def test_a_refund_in_another_currency_is_not_counted_and_sets_off_an_alarm(
    order: dict[str, Any], alarms: Alarms
) -> None:
    market.pay(order)
    foreign = order | {"total": {"amount": 1, "currency": "JPY"}}

    market.deliver_to_orders("count_refund", market.refunded(foreign, 500), times=2)

    assert alarms() == ["WrongCurrenciesRefunded"]
    assert kinds(order) == ["placed", "paid"]


@pytest.mark.parametrize("arriving", list(permutations(["surplus", "refund", "surplus_refund"])))
def test_all_of_an_order_that_was_charged_twice_and_then_cancelled_is_refunded(
    mug: market.Variant, arriving: tuple[str, ...]
) -> None:
    customer = api.customer()
    order = market.ordered(customer, (mug, 2))
    total = order["total"]["amount"]
    market.pay(order)
    api.call("PUT /api/orders/{order_id}/cancel", as_=customer, path={"order_id": order["id"]})
    late = {
        "surplus": ("mark_order_paid", market.completed(order, surplus=True)),
        "refund": ("count_refund", market.refunded(order, total, reason="order_cancelled")),
        "surplus_refund": ("count_refund", market.refunded(order, total, reason="charged_twice")),
    }

    for one in arriving:
        reaction, event = late[one]
        market.deliver_to_orders(reaction, event, times=2)

    assert kinds(order) == ["placed", "paid", "cancelled", "refund_requested", "refunded"]


def test_a_surplus_payment_that_arrives_first_leaves_the_order_to_the_payment_that_stands(
    order: dict[str, Any], mug: market.Variant
) -> None:
    market.deliver_to_orders("mark_order_paid", market.completed(order, surplus=True), times=2)
    early = kinds(order)
    market.pay(order)

    assert early == ["placed"]
    assert kinds(order) == ["placed", "paid"]
    assert levels(mug.id) == [(8, 0)]


def test_the_refund_of_a_cancelled_order_stands_after_its_payment_whichever_comes_first(order: dict[str, Any]) -> None:
    market.let_time_run_out(order)
    refund = market.refunded(order, order["total"]["amount"])

    waiting = bus.deliver("orders.count_refund", refund, times=2)
    early = kinds(order)
    market.pay(order)
    market.deliver_to_orders("count_refund", refund, times=2)

    assert len(waiting) == 1
    assert early == ["placed", "cancelled"]
    assert kinds(order) == ["placed", "cancelled", "paid_after_cancellation", "refunded"]
