"""A shop reads what it is owed; an administrator sees where an order's money went."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from events.orders import OrderCompleted, OrderPaid, OrderShipped
from functions.payments.ledger import book_refund_request, book_sale, follow_completion, follow_shipment
from functions.payments.ledger.domain.model import BalanceView, OrderLedgerView, StatementEntry
from souk.paging import PageOf
from tests.support import api, books, bus
from tests.support.clock import FixedClock
from tests.support.world import World

BALANCE = "GET /api/seller/balance"
STATEMENT = "GET /api/seller/statement"
LEDGER = "GET /api/admin/orders/{order_id}/ledger"


@pytest.fixture
def paid(database: World) -> OrderPaid:
    """An order of one shop, whose sale is booked."""
    _, paid = books.paid(5000)
    bus.deliver(book_sale, paid)
    return paid


def seller_id(paid: OrderPaid) -> UUID:
    return paid.sellers[0].seller_id


def owed(paid: OrderPaid, after: timedelta = timedelta()) -> dict[str, int]:
    """What the order's shop is owed so long after now, in the one currency it sold in."""
    clock = FixedClock(datetime.now(UTC) + after)
    answer = api.call(BALANCE, as_=api.seller(seller_id(paid)), clock=clock)
    BalanceView.model_validate_json(answer.text)
    [item] = answer.json["items"]
    return {name: item[name]["amount"] for name in ("pending", "available", "total")}


def pages(paid: OrderPaid, **query: Any) -> Iterator[dict[str, Any]]:
    """Every entry of the statement of the order's shop, page by page."""
    cursor: dict[str, str] = {}
    while True:
        answer = api.call(STATEMENT, as_=api.seller(seller_id(paid)), query=query | cursor)
        PageOf[StatementEntry].model_validate_json(answer.text)
        yield from answer.json["items"]
        if answer.json["next_cursor"] is None:
            return
        cursor = {"cursor": answer.json["next_cursor"]}


def test_what_was_sold_is_pending_until_some_time_after_it_was_shipped_or_sooner_delivered(paid: OrderPaid) -> None:
    earned = 5000 - paid.sellers[0].commission.amount
    held = {"pending": earned, "available": 0, "total": earned}
    free = {"pending": 0, "available": earned, "total": earned}
    assert owed(paid, timedelta(days=365)) == held

    bus.deliver(follow_shipment, _shipped(paid), times=2)
    assert owed(paid, timedelta(days=13)) == held
    assert owed(paid, timedelta(days=15)) == free

    completion = OrderCompleted(order_id=paid.order_id, customer_id=paid.customer_id, total=paid.total, sequence=5)
    bus.deliver(follow_completion, completion, times=2)
    assert owed(paid, timedelta(days=6)) == held
    assert owed(paid, timedelta(days=8)) == free


def test_a_delivery_that_is_known_before_the_sale_waits_for_it(database: World) -> None:
    _, paid = books.paid(5000)
    completion = OrderCompleted(order_id=paid.order_id, customer_id=paid.customer_id, total=paid.total, sequence=5)

    assert bus.deliver(follow_completion, completion) != []
    bus.deliver(book_sale, paid)
    assert bus.deliver(follow_completion, completion) == []
    assert bus.deliver(follow_shipment, _shipped(paid)) == []

    assert owed(paid, timedelta(days=8))["pending"] == 0


def test_a_refund_is_taken_from_what_is_held(paid: OrderPaid) -> None:
    before = owed(paid)

    bus.deliver(book_refund_request, books.refund_requested(paid, 1000, tax=166, commission=100))

    assert owed(paid) == {"pending": before["pending"] - 900, "available": 0, "total": before["total"] - 900}


def test_a_shop_that_sold_nothing_has_no_balance_and_no_entries(paid: OrderPaid) -> None:
    stranger = api.seller()

    assert api.made(BALANCE, as_=stranger) == {"items": []}
    assert api.made(STATEMENT, as_=stranger) == {"items": [], "next_cursor": None}


@pytest.mark.parametrize("closed", [False, True])
def test_the_statement_runs_to_the_balance_whatever_the_page(paid: OrderPaid, closed: bool) -> None:
    for amount in (500, 700):
        bus.deliver(book_refund_request, books.refund_requested(paid, amount, tax=83, commission=50))
    if closed:
        books.close()
    whole = list(pages(paid))

    assert list(pages(paid, limit=1)) == list(pages(paid, limit=2)) == whole
    assert whole[0]["balance"]["amount"] == owed(paid)["total"]
    running = [entry["balance"]["amount"] for entry in whole]
    amounts = [entry["amount"]["amount"] for entry in whole]
    assert [a - b for a, b in zip(running, amounts, strict=True)] == [*running[1:], 0]
    assert {entry["order_id"] for entry in whole} == {str(paid.order_id)}
    assert [entry["kind"] for entry in whole][-1] == "sale"


def test_the_statement_of_some_days_leaves_out_the_others(paid: OrderPaid) -> None:
    today = datetime.now(UTC).date()

    def shown(**query: Any) -> int:
        return len(list(pages(paid, **query)))

    day = timedelta(days=1)
    assert shown(**{"from": today - day, "to": today + day}) == shown() > 0
    assert shown(**{"from": today + 2 * day}) == shown(to=today - 2 * day) == 0
    assert api.call(STATEMENT, as_=api.seller(), query={"from": "yesterday"}).code == "validation_failed"


def test_the_ledger_of_an_order_is_a_table_that_adds_up(paid: OrderPaid) -> None:
    bus.deliver(book_refund_request, books.refund_requested(paid, 1000, tax=166, commission=100))

    answer = api.call(LEDGER, as_=api.admin(), path={"order_id": paid.order_id})

    OrderLedgerView.model_validate_json(answer.text)
    found = answer.json
    assert [journal["kind"] for journal in found["journals"]] == ["charge", "sale", "refund_requested"]
    [total] = found["sums"]
    assert total["debit"] == total["credit"]
    lines = [entry for journal in found["journals"] for entry in journal["entries"]]
    for side in ("debit", "credit"):
        assert sum(entry[side]["amount"] for entry in lines if entry[side]) == total[side]["amount"]
    left = {one["account"]: (one["debit"] or one["credit"])["amount"] for one in found["balances"]}
    assert left == {
        "cash": 5000 - left["provider_fees"],
        "provider_fees": left["provider_fees"],
        "customer_funds": 1000,
        "seller": 4000 - paid.sellers[0].commission.amount + 100,
        "commission": paid.sellers[0].commission.amount - 100,
    }


def test_there_is_no_ledger_of_an_order_that_there_is_not(database: World) -> None:
    answer = api.call(LEDGER, as_=api.admin(), path={"order_id": UUID(int=1)})

    assert (answer.status, answer.code) == (404, "order_not_found")


def _shipped(paid: OrderPaid) -> OrderShipped:
    [share] = paid.sellers
    return OrderShipped(
        order_id=paid.order_id, customer_id=paid.customer_id, seller_order_id=share.seller_order_id,
        seller_id=share.seller_id, carrier="Post", tracking_number="1", status="shipped", sequence=4,
    )  # fmt: skip
