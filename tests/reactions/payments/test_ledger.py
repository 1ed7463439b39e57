"""Every journal of an order's money, in whatever order its events come; a finished order owes its customer nothing."""


import pytest

from events.orders import OrderCreated, OrderPaid
from events.payments import PaymentCompleted
from functions.payments import charge_order, refund_cancelled_order
from functions.payments.ledger import book_cancellation, book_sale
from tests.support import books, bus, market, sales
from tests.support.world import World


def test_a_charge_is_booked_with_its_completion_and_once(database: World) -> None:
    order = sales.placed(amount=4598)

    bus.deliver(charge_order, order, times=2)

    assert books.kinds(order.order_id) == ["charge"]
    assert books.balances(order.order_id) == {("cash", "sandbox"): 4598, ("customer_funds", None): -4598}


def test_a_sale_gives_its_shop_what_was_paid_less_commission(database: World) -> None:
    _, paid = _paid(amount=4598)

    bus.deliver(book_sale, paid, times=2)

    [share] = paid.sellers
    assert books.kinds(paid.order_id) == ["charge", "sale"]
    assert books.balances(paid.order_id) == {
        ("cash", "sandbox"): 4598,
        ("commission", None): -share.commission.amount,
        ("seller", "sandbox"): share.commission.amount - 4598,
    }
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


@pytest.mark.parametrize("places", [(0, 1), (1, 0)])
def test_a_cancelled_order_leaves_nobody_anything_whichever_comes_first(
    database: World, places: tuple[int, ...]
) -> None:
    order, paid = _paid(amount=4598)
    events = [(book_sale, paid), (book_cancellation, sales.cancelled(order))]

    bus.deliver(refund_cancelled_order, events[1][1], times=2)
    waiting = [events[place] for place in places]
    while waiting:
        waiting = [one for one in waiting if bus.deliver(*one, times=2)]

    assert books.kinds(paid.order_id) == ["charge", "refund", "sale", "sale_cancelled"]
    assert books.balances(paid.order_id) == {}


def test_what_is_captured_for_a_cancelled_order_was_never_sold(database: World) -> None:
    order = sales.placed(amount=4598)
    bus.deliver(charge_order, order)
    cancellation = sales.cancelled(order)
    market.deliver_to_orders("mark_order_paid", *bus.recorded_as(PaymentCompleted))

    bus.deliver(book_cancellation, cancellation, times=2)
    bus.deliver(refund_cancelled_order, cancellation, times=2)

    assert books.kinds(order.order_id) == ["charge", "refund"]
    assert books.balances(order.order_id) == {}


def _paid(amount: int) -> tuple[OrderCreated, OrderPaid]:
    order = sales.placed(amount=amount)
    bus.deliver(charge_order, order)
    market.deliver_to_orders("mark_order_paid", *bus.recorded_as(PaymentCompleted))
    [paid] = bus.recorded_as(OrderPaid)
    return order, paid
