"""What was captured for a cancelled order goes back: once, whole, in whatever order the events come."""

from datetime import timedelta
from typing import Any

import pytest

from events.orders import OrderCancelled
from events.payments import PaymentCompleted
from functions.payments import charge_order, refund_cancelled_order, retry_charges, retry_refunds
from functions.payments.domain import refund_store, refunding
from functions.payments.domain.provider import Providers, RefundOutcome, RefundResult
from souk.sqlstate import CheckViolation
from tests.support import api, books, bus, market, paying, sales
from tests.support.world import World


def test_a_captured_order_is_refunded_once_whichever_is_known_first(database: World) -> None:
    order = sales.placed(amount=4598)
    bus.deliver(charge_order, order)
    cancellation = sales.cancelled(order)
    market.deliver_to_orders("mark_order_paid", *bus.recorded_as(PaymentCompleted))

    bus.deliver(refund_cancelled_order, cancellation, times=2)

    assert bus.recorded_as(OrderCancelled) == []
    (refund,) = bus.recorded("payment.refunded")
    assert refund.amount.amount == 4598  # type: ignore[attr-defined]
    assert refund.sequence == 3
    assert paying.charged(order.order_id) == 0
    assert paying.statuses(order.order_id) == ["refunded"]


def test_an_order_cancelled_while_the_provider_works_is_charged_and_refunded(database: World) -> None:
    order = sales.placed()
    cancellations: list[Any] = []

    def cancel() -> None:
        cancellations.append(sales.cancelled(order))

    bus.deliver(charge_order, order, providers=Providers(paying.ScriptedProvider(watch=cancel)))
    api.invoke(retry_refunds.handler, {})
    bus.deliver(refund_cancelled_order, *cancellations, times=2)

    assert paying.charged(order.order_id) == 0
    assert paying.statuses(order.order_id) == ["refunded"]
    assert len(bus.recorded("payment.completed")) == 1
    assert len(bus.recorded("payment.refunded")) == 1


def test_events_in_the_wrong_order_charge_nobody(database: World) -> None:
    order = sales.placed()

    bus.deliver(refund_cancelled_order, sales.cancelled(order), times=2)
    bus.deliver(charge_order, order, times=2)

    assert bus.recorded() == []
    assert paying.charged(order.order_id) == 0


def test_a_payment_that_waits_for_its_second_step_is_given_up(database: World) -> None:
    order = sales.placed("sandbox_3ds")
    bus.deliver(charge_order, order)

    bus.deliver(refund_cancelled_order, sales.cancelled(order), times=2)

    assert paying.statuses(order.order_id) == ["voided"]
    assert paying.charged(order.order_id) == 0
    with database.tx_as("payments") as tx:
        assert tx.value("SELECT status FROM sandbox_charges") == "voided"


def test_an_attempt_that_waits_for_its_time_is_given_up(database: World) -> None:
    order, clock = sales.placed("sandbox_no_funds"), paying.clock()
    bus.deliver(charge_order, order, clock=clock)

    bus.deliver(refund_cancelled_order, sales.cancelled(order), clock=clock)
    clock.moment += timedelta(hours=1)
    api.invoke(retry_charges.handler, {}, {"clock": clock})

    assert paying.statuses(order.order_id) == ["failed", "voided"]


@pytest.mark.parametrize("acts", [True, False])
def test_a_refund_without_an_answer_is_asked_for_again_and_happens_once(database: World, acts: bool) -> None:
    order, clock = sales.placed(amount=900), paying.clock()
    providers = Providers(paying.SilentProvider(also_acts=acts, silences=3))
    bus.deliver(charge_order, order, providers=providers, clock=clock)

    bus.deliver(refund_cancelled_order, sales.cancelled(order), providers=providers, clock=clock)
    for _ in range(3):
        clock.moment += timedelta(minutes=1)
        api.invoke(retry_refunds.handler, {}, {"providers": providers, "clock": clock})

    assert paying.charged(order.order_id) == 0
    assert len(bus.recorded("payment.refunded")) == 1
    with database.tx_as("payments") as tx:
        assert tx.value("SELECT count(*) FROM sandbox_refunds") == 1


@pytest.mark.parametrize("acts", [True, False])
def test_a_void_without_an_answer_is_asked_for_again(database: World, acts: bool) -> None:
    order, clock = sales.placed("sandbox_3ds"), paying.clock()
    providers = Providers(paying.SilentProvider(also_acts=acts, silences=2))
    bus.deliver(charge_order, order, providers=providers, clock=clock)

    bus.deliver(refund_cancelled_order, sales.cancelled(order), providers=providers, clock=clock)
    clock.moment += timedelta(minutes=1)
    api.invoke(retry_charges.handler, {}, {"providers": providers, "clock": clock})

    assert paying.statuses(order.order_id) == ["voided"]


def test_refunds_never_exceed_what_was_captured(database: World) -> None:
    order, clock = sales.placed(amount=1000), paying.clock()
    bus.deliver(charge_order, order, clock=clock)
    (transaction,) = paying.transactions(order.order_id)

    def claim(amount: int) -> None:
        with database.tx_as("payments") as tx:
            refund_store.claim(tx, transaction["id"], amount, "return", clock.now())

    claim(400)
    with pytest.raises(RuntimeError, match="less left than 700"):
        claim(700)
    claim(600)
    with pytest.raises(RuntimeError, match="less left than 1"):
        claim(1)
    api.invoke(retry_refunds.handler, {}, {"clock": clock})

    assert paying.charged(order.order_id) == 0
    assert paying.statuses(order.order_id) == ["refunded"]
    assert [event.amount.amount for event in bus.recorded("payment.refunded")] == [400, 600]  # type: ignore[attr-defined]


def test_a_partial_refund_leaves_the_rest(database: World) -> None:
    order, clock = sales.placed(amount=1000), paying.clock()
    bus.deliver(charge_order, order, clock=clock)
    (transaction,) = paying.transactions(order.order_id)

    with database.tx_as("payments") as tx:
        refund_store.claim(tx, transaction["id"], 400, "return", clock.now())
    api.invoke(retry_refunds.handler, {}, {"clock": clock})

    assert paying.statuses(order.order_id) == ["partly_refunded"]
    assert paying.charged(order.order_id) == 600


@pytest.mark.parametrize(
    ("amounts", "given"), [([1000], "refunded"), ([400, 600], "refunded"), ([400], "partly_refunded")]
)
def test_a_completed_refund_that_fails_after_all_is_ours_again_once(
    database: World, caplog: pytest.LogCaptureFixture, amounts: list[int], given: str
) -> None:
    order, clock = sales.placed(amount=1000), paying.clock()
    bus.deliver(charge_order, order, clock=clock)
    (transaction,) = paying.transactions(order.order_id)
    with database.tx_as("payments") as tx:
        for amount in amounts:
            refund_store.claim(tx, transaction["id"], amount, "return", clock.now())
    api.invoke(retry_refunds.handler, {}, {"clock": clock})
    before = paying.statuses(order.order_id)

    for outcome in (RefundOutcome.REFUSED, RefundOutcome.REFUSED, RefundOutcome.COMPLETED, RefundOutcome.PENDING):
        with database.tx_as("payments") as tx:
            first = tx.value("SELECT id FROM refunds ORDER BY id LIMIT 1")
            refund = refund_store.find(tx, first, "sandbox")
            assert refund is not None
            refunding.finish(tx, clock.now(), refund, RefundResult(outcome))

    with database.tx_as("payments") as tx:
        rows = tx.rows("SELECT status FROM refunds ORDER BY id")
        left = tx.value("SELECT captured_amount - refunded_amount FROM transactions")
    assert (before, paying.statuses(order.order_id)) == ([given], ["partly_refunded"])
    assert [row["status"] for row in rows] == ["failed", "completed"][: len(amounts)]
    assert left == 1000 - sum(amounts[1:])
    assert books.kinds(order.order_id) == ["charge", *["refund"] * len(amounts), "refund_returned"]
    assert books.balances(order.order_id)["customer_funds", None] == -left
    assert books.proof()["differences"] == 0
    assert len(bus.recorded("payment.refunded")) == len(amounts)
    assert caplog.messages.count("refund_returned") == 1


def test_the_table_itself_refuses_a_refund_beyond_the_capture(database: World) -> None:
    order = sales.placed()
    bus.deliver(charge_order, order)

    with pytest.raises(CheckViolation, match="refunded_at_most_the_captured"), database.tx_as("payments") as tx:
        tx.execute("UPDATE transactions SET refunded_amount = captured_amount + 1")
