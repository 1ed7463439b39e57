"""No statement of payments reads a whole table that grows."""

from datetime import UTC, datetime
from typing import Any

from functions.payments.domain import gateway_sandbox, store
from souk.ids import uuid7
from tests.support import plans
from tests.support.world import World

_FILL = """
INSERT INTO payments.transactions (order_id, attempt, customer_id, provider, method, amount, currency, status,
    captured_amount, due_at)
SELECT uuidv7(), 1, uuidv7(), 'sandbox', 'sandbox_visa', 100, 'GBP', 'completed', 100,
    CASE WHEN n % 1000 = 0 THEN now() END
FROM generate_series(1, 20000) AS n;
INSERT INTO payments.refunds (transaction_id, order_id, amount, currency, reason, status, due_at)
SELECT transaction_id, order_id, 100, 'GBP', 'order_cancelled', 'completed', due_at
FROM payments.transactions;
INSERT INTO payments.webhooks (provider, provider_event_id, body)
SELECT 'sandbox', n::text, '{}'
FROM generate_series(1, 20000) AS n;
INSERT INTO payments.sandbox_charges (idempotency_key, method, amount, currency, status)
SELECT n::text, 'sandbox_visa', 100, 'GBP', 'captured'
FROM generate_series(1, 20000) AS n;
INSERT INTO payments.sandbox_refunds (idempotency_key, charge_key, amount)
SELECT n::text, n::text, 100
FROM generate_series(1, 20000) AS n;
INSERT INTO orders.orders (id, number, customer_id, status, sequence, currency, items_amount, shipping_amount,
    tax_amount, total_amount, payment_method, shipping_option, shipping_address, parts, held_until)
SELECT order_id, order_id::text, customer_id, 'paid', 1, 'GBP', 100, 0, 0, 100, 'sandbox_visa', 'standard', '{}', 1,
    now()
FROM payments.transactions;
ANALYZE;
"""

_PARAMETERS: dict[str, Any] = {
    "order_id": uuid7(),
    "transaction_id": uuid7(),
    "refund_id": uuid7(),
    "customer_id": uuid7(),
    "before": uuid7(),
    "now": datetime(2026, 11, 20, tzinfo=UTC),
    "until": datetime(2026, 11, 20, tzinfo=UTC),
    "due_at": datetime(2026, 11, 20, tzinfo=UTC),
    "limit": 25,
    "attempt": 1,
    "amount": 100,
    "captured": 100,
    "told": 1,
    "currency": "GBP",
    "status": "completed",
    "method": "sandbox_visa",
    "provider": "sandbox",
    "provider_event_id": "1",
    "body": "{}",
    "reason": "order_cancelled",
    "reference": "r",
    "failure_reason": "declined",
    "key": "1",
    "charge_key": "1",
}


def test_no_statement_scans_a_table_that_grows(database: World) -> None:
    with database.tx_as("admin") as tx:
        for statement in filter(str.strip, _FILL.split(";")):
            tx.execute(statement)
    named = plans.statements(store, gateway_sandbox)

    with database.tx_as("payments") as tx:
        scans = {name: plans.scanned(tx, statement, _PARAMETERS) for name, statement in named.items()}

    assert len(scans) > 20
    assert {name: tables for name, tables in scans.items() if tables} == {}


def test_a_sequential_scan_would_be_seen(database: World) -> None:
    with database.tx_as("payments") as tx:
        assert plans.scanned(tx, "SELECT * FROM transactions WHERE method = 'x'", {}) == ["transactions"]
