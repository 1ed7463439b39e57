"""No statement of orders reads a whole table that grows."""

from datetime import UTC, datetime

from functions.orders.domain import history_store, store, view_store
from souk.ids import uuid7
from tests.support import crowd
from tests.support.world import World

PARAMETERS = {
    **{name: uuid7() for name in ("customer_id", "order_id", "seller_order_id", "seller_id", "before")},
    "status": "paid",
    "limit": 25,
    "most": 100,
    "variant_ids": [uuid7()],
    "quantities": [1],
    "held_until": datetime(2026, 11, 20, tzinfo=UTC),
    **dict.fromkeys(("order", "data"), "{}"),
    **dict.fromkeys(("parts", "lines"), "[]"),
    **dict.fromkeys(("parts_shipped", "parts_delivered", "refunded_amount", "payment_sequence", "sequence"), 1),
    "payment_transaction_id": uuid7(),
    "kind": "paid",
    "carrier": "Royal Mail",
    "tracking_number": "RM1",
}


def test_every_statement_finds_its_rows_by_an_index(database: World) -> None:
    crowd.gather(database)
    named = crowd.statements(store, history_store, view_store)

    scans = {name: crowd.scanned(database, "orders", text, PARAMETERS) for name, text in named.items()}

    assert len(scans) >= 15
    assert {name: tables for name, tables in scans.items() if tables} == {}


def test_lists_walk_one_index_in_order_also_without_a_cursor(database: World) -> None:
    crowd.gather(database)
    start = PARAMETERS | {"before": None, "status": None}

    for statement in (view_store.LIST_ORDERS, view_store.LIST_SELLER_ORDERS):
        assert crowd.scanned(database, "orders", statement, start) == []


def test_a_whole_table_read_would_be_seen(database: World) -> None:
    crowd.gather(database)

    assert crowd.scanned(database, "orders", "SELECT * FROM orders WHERE status = :status", PARAMETERS) == ["orders"]
