"""The proof finds a cent that is missing, a journal too many and a payment that nobody moved."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from events.orders import OrderPaid
from functions.payments import charge_order
from functions.payments.ledger import book_sale, prove_ledger
from functions.payments.ledger.domain import proving
from tests.support import api, books, bus, sales
from tests.support.clock import FixedClock
from tests.support.world import World


@pytest.fixture
def paid(database: World) -> OrderPaid:
    """An order whose charge and sale are booked."""
    _, paid = books.paid(5000)
    bus.deliver(book_sale, paid)
    return paid


def tampered(database: World, *statements: str) -> None:
    """Change what is written past every guard, as somebody with the server's password might."""
    with database.tx_as("admin") as tx:
        tx.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            tx.execute(statement)


def found(**payload: Any) -> list[tuple[str, bool, bool]]:
    """What differs: which journal, and whether it is expected and found."""
    differences = books.proof(**payload)["found"]
    return [(one["what"], one["expected"] is not None, one["found"] is not None) for one in differences]


def test_what_happened_is_what_is_booked(paid: OrderPaid) -> None:
    proof = books.proof()

    assert proof["differences"] == proof["underway"] == 0
    assert (proof["orders"], proof["journals"], proof["payments"], proof["next"]) == (1, 2, 1, None)


def test_a_cent_is_found(database: World, paid: OrderPaid) -> None:
    tampered(database, "UPDATE payments.ledger_entries SET amount = amount + sign(amount) WHERE part = 'commission'")

    assert found() == [("sale", True, True)]


def test_a_journal_that_is_missing_is_found_once_it_is_late(database: World, paid: OrderPaid) -> None:
    tampered(
        database,
        "DELETE FROM payments.ledger_entries WHERE part NOT IN ('captured', 'fee')",
        "DELETE FROM payments.ledger_journals WHERE kind = 'sale'",
    )
    later = FixedClock(datetime.now(UTC) + timedelta(hours=1))

    soon = books.proof()
    late = api.invoke(prove_ledger.handler, {}, {"clock": later})

    assert (soon["differences"], soon["underway"]) == (0, 1)
    assert (late["differences"], late["underway"]) == (1, 0)
    assert late["found"][0]["source"] == str(paid.order_id)


def test_a_journal_of_what_never_happened_is_found(database: World, paid: OrderPaid) -> None:
    booked = "INSERT INTO payments.ledger_journals (kind, source, order_id, occurred_at)"
    tampered(database, f"{booked} VALUES ('refund', uuidv7(), uuidv7(), now())")

    assert found() == [("refund", False, True)]


@pytest.mark.parametrize(
    "change",
    ["status = 'failed'", "captured_amount = captured_amount - 1", "refunded_amount = 1"],
)
def test_a_payment_that_was_changed_past_its_history_is_found(database: World, paid: OrderPaid, change: str) -> None:
    tampered(database, f"UPDATE payments.transactions SET {change}")

    assert found() == [("payment", True, True)]


def test_a_step_that_is_missing_is_found(database: World, paid: OrderPaid) -> None:
    tampered(database, "DELETE FROM payments.payment_events WHERE sequence = 1")

    assert found() == [("payment", True, True)]


def test_it_goes_through_all_orders_in_parts_and_goes_on_where_it_ended(
    database: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        bus.deliver(charge_order, sales.placed())
    monkeypatch.setattr(proving, "ORDERS_AT_ONCE", 2)
    whole = books.proof()
    monkeypatch.setattr(proving, "TIME_OF_ONE_RUN", timedelta(seconds=-1))

    parts: list[dict[str, Any]] = []
    after = None
    while not parts or after:
        parts.append(books.proof(**({"after": after} if after else {})))
        after = parts[-1]["next"]

    assert [part["orders"] for part in parts] == [2, 2, 1]
    assert whole["orders"] == whole["journals"] == sum(part["journals"] for part in parts) == 5
