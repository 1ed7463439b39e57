"""Every journal of an order's money, in whatever order its events come; a finished order owes its customer nothing."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.orders import OrderPaid, OrderRefundRefused, OrderRefundRequested
from functions.payments import charge_order, refund_as_requested, refund_cancelled_order, retry_refunds
from functions.payments.domain import refund_store
from functions.payments.domain.model import Refund
from functions.payments.domain.provider import Providers, RefundOutcome, RefundResult
from functions.payments.domain.providers.sandbox import Sandbox
from functions.payments.ledger import (
    book_cancellation,
    book_refund_refusal,
    book_refund_request,
    book_sale,
)
from souk import Event
from tests.support import aftersale, api, books, bus, paying, sales, world
from tests.support.world import World

TEN_POUNDS = {"amount": 1000, "currency": "GBP"}
BOOKED_BY = {
    "order.paid": book_sale,
    "order.cancelled": book_cancellation,
    "order.refund_requested": book_refund_request,
    "order.refund_refused": book_refund_refusal,
}


def deliver_shuffled(events: list[Any], seed: int) -> None:
    """Deliver each event twice, in any order, and what is sent back again until all are taken."""
    waiting: list[Event] = events * 2
    for _ in range(20):
        Random(seed).shuffle(waiting)
        waiting = [event for event in waiting if bus.deliver(BOOKED_BY[event.name], event)]
    assert waiting == []


def assert_only_the_fee_is_left(left: dict[tuple[str, str | None], int]) -> None:
    """The provider keeps its fee of what it gave back."""
    assert left.keys() == {("cash", "sandbox"), ("provider_fees", None)}
    assert sum(left.values()) == 0


def test_a_charge_is_booked_with_its_completion_and_once(database: World) -> None:
    order = sales.placed(amount=4598)

    bus.deliver(charge_order, order, times=2)

    assert books.kinds(order.order_id) == ["charge"]
    left = books.balances(order.order_id)
    assert left["customer_funds", None] == -4598
    assert left["cash", "sandbox"] + left["provider_fees", None] == 4598


def test_a_sale_gives_its_shop_what_was_paid_less_commission(database: World) -> None:
    _, paid = books.paid(4598)

    bus.deliver(book_sale, paid, times=2)

    [share] = paid.sellers
    assert books.kinds(paid.order_id) == ["charge", "sale"]
    left = books.balances(paid.order_id)
    assert left.keys() == {
        ("cash", "sandbox"), ("provider_fees", None), ("commission", None), ("seller", "sandbox"),
    }  # fmt: skip
    assert left["commission", None] == -share.commission.amount
    assert left["seller", "sandbox"] == share.commission.amount - 4598
    assert books.parts_of_seller(paid.order_id) == {
        "goods": 4598 - share.tax.amount,
        "tax": share.tax.amount,
        "commission": -share.commission.amount,
    }


def test_a_declined_order_books_nothing(database: World) -> None:
    order = sales.placed("sandbox_declined")

    bus.deliver(charge_order, order)
    bus.deliver(book_cancellation, sales.cancelled(order), times=2)

    assert books.kinds(order.order_id) == []


@pytest.mark.parametrize("seed", range(3))
def test_a_cancelled_order_leaves_nobody_anything_whichever_comes_first(database: World, seed: int) -> None:
    order, paid = books.paid(4598)
    cancellation = sales.cancelled(order)

    asked = bus.recorded_as(OrderRefundRequested)
    bus.deliver(refund_as_requested, *asked, times=2)
    bus.deliver(refund_cancelled_order, cancellation, times=2)
    deliver_shuffled([paid, *asked, cancellation], seed)

    assert_only_the_fee_is_left(books.balances(paid.order_id))
    assert books.proof()["found"] == []


def test_what_is_captured_for_a_cancelled_order_was_never_sold(database: World) -> None:
    order = sales.placed(amount=4598)
    bus.deliver(charge_order, order)
    cancellation = sales.cancelled(order)

    bus.deliver(book_cancellation, cancellation, times=2)
    bus.deliver(refund_cancelled_order, cancellation, times=2)

    assert books.kinds(order.order_id) == ["charge", "refund"]
    assert_only_the_fee_is_left(books.balances(order.order_id))


def test_a_refund_takes_back_what_shop_and_platform_had_of_the_sale(database: World) -> None:
    _, paid = books.paid(5000)
    bus.deliver(book_sale, paid)
    before = books.balances(paid.order_id)
    asked = books.refund_requested(paid, 1200, tax=200, commission=120)

    bus.deliver(book_refund_request, asked, times=2)

    after = books.balances(paid.order_id)
    assert after["customer_funds", None] == -1200
    assert after["seller", "sandbox"] == before["seller", "sandbox"] + 1080
    assert after["commission", None] == before["commission", None] + 120
    _refund(paid, asked)
    assert ("customer_funds", None) not in books.balances(paid.order_id)


@settings(max_examples=8, deadline=timedelta(seconds=20))
@given(
    refunds=st.lists(st.tuples(st.integers(1, 1000), st.booleans()), max_size=4),
    cancelled=st.booleans(),
    seed=st.integers(0, 99),
)
def test_whatever_happens_in_any_order_a_finished_order_owes_its_customer_nothing_and_the_proof_finds_nothing(
    database: World, refunds: list[tuple[int, bool]], cancelled: bool, seed: int
) -> None:
    order, paid = books.paid(5000)
    events: list[OrderPaid | OrderRefundRequested | OrderRefundRefused | Any] = [paid]
    for amount, accepted in [] if cancelled else refunds:
        asked = books.refund_requested(paid, amount, tax=amount // 6, commission=amount // 10)
        events.append(asked)
        if accepted:
            _refund(paid, asked)
        else:
            events.append(books.refund_refused(asked))
    if cancelled:
        cancellation = sales.cancelled(order)
        asked_with_it = [one for one in bus.recorded_as(OrderRefundRequested) if one.order_id == order.order_id]
        bus.deliver(refund_as_requested, *asked_with_it)
        bus.deliver(refund_cancelled_order, cancellation)
        events += [*asked_with_it, cancellation]

    deliver_shuffled(events, seed)

    left = books.balances(order.order_id)
    given_back = sum(amount for amount, accepted in refunds if accepted)
    assert ("customer_funds", None) not in left
    fee = left["provider_fees", None]
    assert left["cash", "sandbox"] + fee == (0 if cancelled else 5000 - given_back)
    assert left["seller", "sandbox"] < 0 if not cancelled else ("seller", "sandbox") not in left
    proof = books.proof()
    assert (proof["found"], proof["underway"]) == ([], 0)


class Refusing(Sandbox):
    """A provider that gives nothing back."""

    def refund(self, refund: Refund) -> RefundResult:
        """Refuse."""
        return RefundResult(RefundOutcome.REFUSED)


def test_a_refund_that_is_refused_after_the_cancellation_stays_owed_to_the_customer(database: World) -> None:
    order, paid = books.paid(5000)
    assert aftersale.refund(api.admin(), {"id": order.order_id}, amount=TEN_POUNDS).status == 201
    cancellation = sales.cancelled(order)
    first, rest = bus.recorded_as(OrderRefundRequested)
    bus.deliver(refund_as_requested, first, providers=Providers(Refusing()))
    bus.deliver(refund_as_requested, rest)
    bus.deliver("orders.free_refused_refund", *bus.recorded("payment.refund_refused"))

    deliver_shuffled([paid, first, rest, cancellation, *bus.recorded_as(OrderRefundRefused)], 1)
    owed = books.balances(order.order_id)
    bus.deliver(refund_cancelled_order, cancellation)

    assert owed["customer_funds", None] == -1000
    assert ("seller", "sandbox") not in owed
    assert_only_the_fee_is_left(books.balances(order.order_id))


def _refund(paid: OrderPaid, asked: OrderRefundRequested) -> None:
    """Let the provider give back what is asked for."""
    clock = paying.clock()
    [transaction] = paying.transactions(paid.order_id)
    with world.current().tx_as("payments") as tx:
        refund_store.claim(tx, transaction["id"], asked.amount.amount, "damaged", clock.now())
    api.invoke(retry_refunds.handler, {}, {"clock": clock})
