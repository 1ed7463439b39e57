"""The ledger is written once, by one function, and the database refuses what does not sum to zero."""

import json
from typing import Any
from uuid import UUID

import pytest
from pg8000.exceptions import DatabaseError

from functions.payments import charge_order
from functions.payments.ledger import book_sale, close_ledger
from functions.payments.ledger.domain import store
from souk.ids import uuid7
from souk.sqlstate import CheckViolation
from tests.support import api, books, bus, paying, sales
from tests.support.clock import FixedClock
from tests.support.world import World

TABLES = ("ledger_journals", "ledger_entries", "payment_events")
INSERT = """
INSERT INTO payments.ledger_entries (journal_id, line, account, part, amount, currency)
SELECT :journal_id, line, account, 'captured', amount, currency
FROM json_to_recordset(:entries::json) AS entry (line smallint, account text, amount bigint, currency text)
"""
BALANCE = """
SELECT coalesce(sum(amount), 0)::bigint
FROM (
    SELECT balance AS amount
    FROM payments.ledger_checkpoints
    WHERE account = :account
    UNION ALL
    SELECT amount
    FROM payments.ledger_entries
    WHERE account = :account AND journal_id >= payments.closed_up_to()
) AS booked
"""


def entries(*lines: tuple[str, int, str]) -> str:
    named = [dict(zip(("account", "amount", "currency"), line, strict=True)) for line in lines]
    return json.dumps([{"line": number, **line} for number, line in enumerate(named, start=1)])


@pytest.fixture
def journal_id(database: World) -> UUID:
    """A journal that has no entries yet."""
    with database.tx_as("admin") as tx:
        inserted = "INSERT INTO payments.ledger_journals (kind, source, occurred_at) VALUES ('charge', :source, now())"
        return UUID(str(tx.value(inserted + " RETURNING id", source=uuid7())))


@pytest.mark.parametrize("role", ["payments", "admin"])
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement", ["UPDATE payments.{} SET {} = NULL", "DELETE FROM payments.{}", "TRUNCATE payments.{} CASCADE"]
)
def test_nobody_rewrites_what_is_written(database: World, role: str, table: str, statement: str) -> None:
    order = sales.placed()
    bus.deliver(charge_order, order)
    column = {"ledger_journals": "sequence", "ledger_entries": "provider", "payment_events": "refund_id"}[table]
    before = books.balances(order.order_id)

    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), database.tx_as(role) as tx:
        tx.execute(statement.format(table, column))

    assert books.balances(order.order_id) == before


@pytest.mark.parametrize("table", TABLES)
def test_the_service_writes_into_them_by_no_other_way(database: World, table: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), database.tx_as("payments") as tx:
        tx.execute(f"INSERT INTO {table} SELECT * FROM {table}")


@pytest.mark.parametrize(
    "lines",
    [
        [("cash", 100, "GBP")],
        [("cash", 100, "GBP"), ("customer_funds", -99, "GBP")],
        [("cash", 100, "GBP"), ("customer_funds", -100, "EUR")],
        [("cash", 100, "GBP"), ("customer_funds", -100, "GBP"), ("cash", 1, "EUR")],
    ],
)
def test_entries_that_do_not_sum_to_zero_are_refused_whoever_writes_them(
    database: World, journal_id: UUID, lines: list[tuple[str, int, str]]
) -> None:
    with pytest.raises(CheckViolation, match="balanced"), database.tx_as("admin") as tx:
        tx.execute(INSERT, journal_id=journal_id, entries=entries(*lines))

    with database.tx_as("admin") as tx:
        assert tx.value("SELECT count(*) FROM payments.ledger_entries") == 0


def test_those_of_two_journals_do_not_make_up_for_each_other(database: World, journal_id: UUID) -> None:
    twice = INSERT.replace(":journal_id, line", "CASE line WHEN 1 THEN :journal_id::uuid ELSE :other::uuid END, line")
    with database.tx_as("admin") as tx:
        other = tx.value(
            "INSERT INTO payments.ledger_journals (kind, source, occurred_at) VALUES ('refund', uuidv7(), now())"
            " RETURNING id"
        )

    lines = entries(("cash", 100, "GBP"), ("customer_funds", -100, "GBP"))
    with pytest.raises(CheckViolation, match="balanced"), database.tx_as("admin") as tx:
        tx.execute(twice, journal_id=journal_id, other=other, entries=lines)


def test_with_the_guard_off_the_same_entries_are_kept(database: World, journal_id: UUID) -> None:
    with database.undone("admin") as tx:
        tx.execute("ALTER TABLE payments.ledger_entries DISABLE TRIGGER balanced")
        tx.execute(INSERT, journal_id=journal_id, entries=entries(("cash", 100, "GBP")))
        assert tx.value("SELECT sum(amount)::bigint FROM payments.ledger_entries") == 100


def test_what_is_booked_again_is_booked_once_even_when_it_says_something_else(database: World) -> None:
    source = uuid7()
    booked: dict[str, Any] = {
        "kind": "charge", "source": source, "order_id": source, "sequence": None, "occurred_at": "2026-11-20T09:00:00Z",
    }  # fmt: skip

    for amount in (100, 200):
        lines = [("cash", amount), ("customer_funds", -amount)]
        written = [{"account": one, "part": "captured", "amount": so_much, "currency": "GBP"} for one, so_much in lines]
        with database.tx_as("payments") as tx:
            tx.execute(store.POST, **booked, entries=json.dumps(written))

    assert books.balances(source) == {("cash", None): 100, ("customer_funds", None): -100}


def test_a_balance_is_the_same_before_and_after_each_part_of_a_closing(
    database: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for amount in (1000, 2000, 3000):
        _, paid = books.paid(amount)
        bus.deliver(book_sale, paid)
    before = _balances(database)
    tomorrow = FixedClock(paid.occurred_at.replace(year=paid.occurred_at.year + 1))
    monkeypatch.setattr(store, "BATCH", 2)

    with database.tx_as("payments") as tx:
        assert store.close(tx, tomorrow.now())
    partly = _balances(database)
    api.invoke(close_ledger.handler, {}, {"clock": tomorrow})
    api.invoke(close_ledger.handler, {}, {"clock": tomorrow})

    with database.tx_as("admin") as tx:
        assert tx.value("SELECT count(*) FROM payments.ledger_checkpoints") > 4
        left = "SELECT count(*) FROM payments.ledger_entries WHERE journal_id >= payments.closed_up_to()"
        assert tx.value(left) == 0
    assert partly == _balances(database) == before


def test_what_was_booked_within_the_hour_is_not_closed(database: World) -> None:
    bus.deliver(charge_order, sales.placed())

    api.invoke(close_ledger.handler, {})

    with database.tx_as("admin") as tx:
        assert tx.value("SELECT count(*) FROM payments.ledger_checkpoints") == 0


def test_what_a_clock_that_was_set_back_would_book_behind_the_closing_is_refused(database: World) -> None:
    with database.tx_as("admin") as tx:
        tx.execute("INSERT INTO payments.ledger_closings (id) VALUES (souk.first_id(now() + interval '1 hour'))")
    order = sales.placed()

    bus.deliver(charge_order, order)

    assert books.kinds(order.order_id) == []
    assert [row["status"] for row in paying.transactions(order.order_id)] == ["initiated"]


def _balances(database: World) -> dict[str, int]:
    with database.tx_as("admin") as tx:
        names = [row["account"] for row in tx.rows("SELECT DISTINCT account FROM payments.ledger_entries")]
        return {name: tx.value(BALANCE, account=name) for name in names}
