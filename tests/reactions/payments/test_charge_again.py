"""An order that was not paid is charged again when its customer asks, and never twice."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from events.orders import OrderPaymentRequested
from functions.payments import charge_again, charge_order, retry_charges, retry_refunds
from functions.payments.domain import store
from functions.payments.domain.model import LEASE, Attempt
from functions.payments.domain.provider import OutcomeUnknown, Providers
from functions.payments.domain.providers.sandbox import CONFIRMATION_CODE
from souk import Transaction
from souk.identity import Caller
from souk.ids import uuid7
from tests.support import api, bus, market, paying, sales
from tests.support.clock import FixedClock
from tests.support.conditions import at_once
from tests.support.dying import DyingDatabase, Killed
from tests.support.post import Mailbox, Phones
from tests.support.stock import levels
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("database")
CONFIRM = "POST /api/payments/transactions/{transaction_id}/confirmation"


def let_things_happen() -> None:
    bus.drain(times=2, providers=paying.sandbox(), mail=Mailbox(), sms=Phones())


def bought(method: str) -> tuple[Caller, dict[str, Any], market.Variant]:
    """Order something and let its first payment come to what it comes to."""
    customer, mug = api.customer(), market.put_on_sale(market.open_shop(), 1000, 10)
    order = market.ordered(customer, (mug, 2), payment_method=method)
    let_things_happen()
    return customer, order, mug


def requested() -> OrderPaymentRequested:
    return bus.recorded_as(OrderPaymentRequested)[-1]


def confirm(customer: Caller, order: dict[str, Any], attempt: int = 0, code: str = CONFIRMATION_CODE) -> api.Answer:
    transaction_id = paying.transactions(UUID(order["id"]))[attempt]["id"]
    return api.call(CONFIRM, as_=customer, path={"transaction_id": transaction_id}, body={"code": code})


def refund_what_is_owed() -> None:
    api.invoke(retry_refunds.handler, {}, {"providers": Providers(paying.GenerousProvider())})
    let_things_happen()


def test_a_request_that_is_delivered_twice_charges_once() -> None:
    customer, order, _ = bought("sandbox_declined")
    market.pay_again(customer, order)
    wanted = requested()

    assert bus.deliver(charge_again, wanted, times=3) == []
    assert bus.deliver(charge_again, OrderPaymentRequested(**wanted.model_dump()), times=2) == []

    assert paying.statuses(UUID(order["id"])) == ["failed", "completed"]
    assert paying.charged(UUID(order["id"])) == order["total"]["amount"]


def test_a_request_that_is_delivered_several_times_at_once_charges_once() -> None:
    customer, order, _ = bought("sandbox_declined")
    market.pay_again(customer, order, "sandbox_timeout")
    wanted = requested()

    at_once([lambda: bus.deliver(charge_again, wanted.model_copy())] * 4)
    let_things_happen()

    assert paying.statuses(UUID(order["id"])) == ["failed", "completed"]
    assert paying.charged(UUID(order["id"])) == order["total"]["amount"]


def test_the_button_pressed_in_two_tabs_charges_once_and_says_so_in_one_of_them() -> None:
    customer, order, mug = bought("sandbox_declined")

    answers = at_once([partial(market.pay_again, customer, order)] * 4)
    let_things_happen()

    assert sorted(answer.status for answer in answers) == [202, 409, 409, 409]
    assert {answer.code for answer in answers} == {None, "order_not_payable"}
    assert paying.statuses(UUID(order["id"])) == ["failed", "completed"]
    assert levels(mug.id) == [(8, 0)]


def test_it_may_fail_again_and_be_paid_after_that() -> None:
    customer, order, _ = bought("sandbox_declined")
    for method in ("sandbox_no_funds", "sandbox_declined", "sandbox_visa"):
        assert market.pay_again(customer, order, method).status == 202
        let_things_happen()

    assert paying.statuses(UUID(order["id"])) == ["failed", "failed", "voided", "failed", "completed"]
    assert market.look(customer, order)["status"] == "paid"


def test_a_second_step_that_was_left_is_given_up_for_another_card() -> None:
    customer, order, _ = bought("sandbox_3ds")

    assert market.pay_again(customer, order).status == 202
    let_things_happen()
    late = confirm(customer, order)

    assert paying.statuses(UUID(order["id"])) == ["voided", "completed"]
    assert (late.status, late.code) == (409, "confirmation_not_expected")
    assert paying.charged(UUID(order["id"])) == order["total"]["amount"]
    assert market.look(customer, order)["status"] == "paid"


def test_a_second_step_may_be_begun_anew() -> None:
    customer, order, _ = bought("sandbox_3ds")
    market.pay_again(customer, order, "sandbox_3ds")
    let_things_happen()
    waiting = market.look(customer, order)

    assert confirm(customer, order, attempt=1).status == 200
    let_things_happen()

    assert waiting["status"] == "awaiting_action"
    assert waiting["payment_transaction_id"] == str(paying.transactions(UUID(order["id"]))[1]["id"])
    assert paying.statuses(UUID(order["id"])) == ["voided", "completed"]
    assert market.look(customer, order)["status"] == "paid"


def test_an_order_shows_the_method_that_was_charged_when_another_was_asked_for_meanwhile() -> None:
    customer, order, _ = bought("sandbox_3ds")
    market.pay_again(customer, order, "sandbox_visa")
    asked_for = market.look(customer, order)["payment_method"]

    assert confirm(customer, order).status == 200
    let_things_happen()

    paid, charged = market.look(customer, order), paying.transactions(UUID(order["id"]))[0]
    assert asked_for == "sandbox_visa"
    assert (charged["status"], charged["method"]) == ("completed", "sandbox_3ds")
    assert (paid["status"], paid["payment_method"]) == ("paid", "sandbox_3ds")
    assert paid["payment_transaction_id"] == str(charged["id"])


@pytest.mark.parametrize("code", [CONFIRMATION_CODE, "000000"])
def test_a_second_step_taken_in_one_tab_while_another_card_is_chosen_in_the_other_charges_once(code: str) -> None:
    for _ in range(4):
        customer, order, _ = bought("sandbox_3ds")
        market.pay_again(customer, order)
        clock = FixedClock(requested().occurred_at)

        calls: list[Callable[[], Any]] = [
            partial(confirm, customer, order, code=code),
            partial(bus.deliver, charge_again, requested(), clock=clock),
        ]

        at_once(calls)
        for _ in range(3):
            clock.moment += LEASE
            api.invoke(retry_charges.handler, {}, {"clock": clock})
        let_things_happen()

        statuses = paying.statuses(UUID(order["id"]))
        assert statuses in (["completed", "voided"], ["failed", "completed"], ["voided", "completed"])
        assert paying.charged(UUID(order["id"])) == order["total"]["amount"]
        assert market.look(customer, order)["status"] == "paid"


@pytest.mark.parametrize("question", ["is_another_undecided", "why_not_owed"])
def test_a_second_step_that_is_taken_between_two_looks_at_an_order_leaves_nothing_to_charge(
    question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, order, _ = bought("sandbox_3ds")
    market.pay_again(customer, order)
    clock, asked, confirmed = FixedClock(requested().occurred_at), getattr(store, question), list[int]()

    def confirm_before(tx: Transaction, attempt: Attempt) -> Any:
        monkeypatch.setattr(store, question, asked)
        confirmed.append(confirm(customer, order).status)
        return asked(tx, attempt)

    monkeypatch.setattr(store, question, confirm_before)
    bus.deliver(charge_again, requested(), clock=clock)
    clock.moment += timedelta(minutes=1)
    bus.deliver(charge_again, requested(), clock=clock)

    assert confirmed == [200]
    assert paying.statuses(UUID(order["id"])) == ["completed", "voided"]
    assert paying.charged(UUID(order["id"])) == order["total"]["amount"]


def test_no_other_payment_begins_while_an_earlier_one_may_still_move_money() -> None:
    order, clock = sales.placed(amount=4598), paying.clock()
    silent = Providers(paying.ScriptedProvider(OutcomeUnknown(), OutcomeUnknown()))
    bus.deliver(charge_order, order, providers=silent, clock=clock)
    wanted = OrderPaymentRequested(
        order_id=order.order_id, customer_id=order.customer_id, payment_id=uuid7(), payment_method="sandbox_visa",
        total=order.total, sequence=3,
    )  # fmt: skip

    waiting = bus.deliver(charge_again, wanted, providers=silent, clock=clock)
    meanwhile = paying.statuses(order.order_id)
    for _ in range(2):
        clock.moment += timedelta(minutes=1)
        bus.deliver(charge_again, wanted, providers=paying.sandbox(), clock=clock)

    assert len(waiting) == 1
    assert meanwhile == ["unknown", "scheduled"]
    assert paying.statuses(order.order_id) == ["completed", "voided"]
    assert paying.charged(order.order_id) == 4598


def test_a_late_capture_of_the_first_payment_goes_back_when_the_second_has_paid() -> None:
    customer, order, mug = bought("sandbox_declined")
    market.pay_again(customer, order)
    let_things_happen()

    paying.captured_after_all(UUID(order["id"]), paying.clock())
    let_things_happen()
    refund_what_is_owed()

    assert paying.statuses(UUID(order["id"])) == ["refunded", "completed"]
    assert market.look(customer, order)["status"] == "paid"
    assert [entry["kind"] for entry in market.history(order["id"])].count("paid") == 1
    assert levels(mug.id) == [(8, 0)]


def test_a_late_capture_of_the_first_payment_makes_the_second_needless() -> None:
    customer, order, _ = bought("sandbox_declined")
    market.pay_again(customer, order)

    paying.captured_after_all(UUID(order["id"]), paying.clock())
    let_things_happen()

    assert paying.statuses(UUID(order["id"])) == ["completed", "voided"]
    assert market.look(customer, order)["status"] == "paid"


def test_a_payment_that_arrives_after_the_time_was_up_goes_back() -> None:
    customer, order, mug = bought("sandbox_declined")
    market.pay_again(customer, order)
    slow = paying.ScriptedProvider(watch=lambda: market.let_time_run_out(order))

    bus.drain(providers=Providers(slow), mail=Mailbox(), sms=Phones())
    let_things_happen()

    assert paying.statuses(UUID(order["id"])) == ["failed", "refunded"]
    found = market.look(customer, order)
    assert (found["status"], found["refunded"]) == ("cancelled", order["total"])
    assert market.cart(customer)["quantity"] == 2
    assert levels(mug.id) == [(10, 0)]


def test_an_order_that_was_cancelled_before_its_request_arrived_is_not_charged() -> None:
    customer, order, _ = bought("sandbox_declined")
    market.pay_again(customer, order)
    api.made("PUT /api/orders/{order_id}/cancel", as_=customer, path={"order_id": order["id"]})

    let_things_happen()

    assert paying.statuses(UUID(order["id"])) == ["failed"]


def test_a_failure_of_the_first_payment_that_comes_late_does_not_touch_the_second() -> None:
    customer, order, _ = bought("sandbox_declined")
    market.pay_again(customer, order)
    first = paying.transactions(UUID(order["id"]))[0]["id"]

    market.deliver_to_orders("await_payment", market.failed(order, final=True, transaction_id=first), times=2)

    assert market.look(customer, order)["payable_until"] is None
    assert market.pay_again(customer, order).code == "order_not_payable"


def test_a_request_whose_charge_was_killed_anywhere_is_charged_once(database: World) -> None:
    points = 0
    for point in range(1, 100):
        clock, (customer, order, _) = paying.clock(), bought("sandbox_3ds")
        market.pay_again(customer, order)
        wanted = requested()
        clock.moment = wanted.occurred_at
        dying = DyingDatabase(database.database("payments"), point)
        try:
            bus.deliver(charge_again, wanted, database=dying, clock=clock)
        except Killed:
            points += 1
        else:
            break

        for _ in range(3):
            clock.moment += LEASE + timedelta(seconds=1)
            assert bus.deliver(charge_again, wanted, clock=clock) == []
            api.invoke(retry_charges.handler, {}, {"clock": clock})

        assert paying.statuses(UUID(order["id"])) == ["voided", "completed"], point
        assert paying.charged(UUID(order["id"])) == order["total"]["amount"], point
    assert points >= 9
