"""No statement of notifications reads a whole table that grows."""

from typing import Any

from functions.notifications.domain import store
from souk.ids import uuid7
from tests.support import plans
from tests.support.world import World

_FILL = """
INSERT INTO notifications.notification_logs (
    id, event_id, user_id, channel, template, locale, recipient, metadata, status, sent_at
)
SELECT uuidv7(), uuidv7(), uuidv7(), 'email', 'welcome', 'en', 'a', '{}', 'sent', now()
FROM generate_series(1, 20000);
INSERT INTO auth.accounts (id, email, password_hash)
SELECT user_id, user_id::text, 'x'
FROM notifications.notification_logs;
INSERT INTO users.profiles (id, first_name, last_name)
SELECT user_id, 'Ada', 'Lovelace'
FROM notifications.notification_logs;
INSERT INTO orders.orders (id, number, customer_id, status, sequence, currency, items_amount, shipping_amount,
    tax_amount, total_amount, payment_method, shipping_option, shipping_address, parts, held_until)
SELECT event_id, event_id::text, user_id, 'paid', 1, 'GBP', 100, 0, 0, 100, 'sandbox_visa', 'standard', '{}', 1, now()
FROM notifications.notification_logs;
INSERT INTO orders.seller_orders (id, order_id, seller_id, seller_name, currency, items_amount, shipping_amount,
    shipping_tax_amount, tax_amount, total_amount, commission_rate, commission_amount)
SELECT id, id, id, 'Shop', 'GBP', 100, 0, 0, 0, 100, 0, 0
FROM orders.orders;
INSERT INTO orders.order_lines (id, order_id, seller_order_id, seller_id, variant_id, product_id, sku, title, options,
    quantity, currency, unit_amount, total_amount, tax_rate, tax_amount, commission_amount)
SELECT id, id, id, id, id, id, 'SKU', 'Bowl', '{}', 1, 'GBP', 100, 100, 0, 0, 0
FROM orders.seller_orders;
ANALYZE;
"""

_PARAMETERS: dict[str, Any] = {
    "user_id": uuid7(),
    "order_id": uuid7(),
    "id": uuid7(),
    "event_id": uuid7(),
    "after_id": uuid7(),
    "limit": 25,
    "channel": "email",
    "template": "welcome",
    "locale": "en",
    "recipient": "a",
    "address": "a",
    "words": "{}",
    "seconds": 60,
    "metadata": "{}",
    "failure": "f",
    "reference": "r",
}


def test_no_statement_scans_a_table_that_grows(database: World) -> None:
    with database.tx_as("admin") as tx:
        for statement in filter(str.strip, _FILL.split(";")):
            tx.execute(statement)

    with database.tx_as("notifications") as tx:
        scans = {name: plans.scanned(tx, statement, _PARAMETERS) for name, statement in plans.statements(store).items()}

    assert len(scans) >= 8
    assert {name: tables for name, tables in scans.items() if tables} == {}
