"""What stands in everybody's books when all has settled: read as nobody of the product reads them, past every role."""

from datetime import datetime, timedelta

from functions.inventory import check_levels
from functions.orders import prove_orders
from functions.payments.ledger import prove_ledger
from prove.history import Writer
from souk import Clock, Transaction
from souk.function import Task
from tests.support import api, world

ROWS = {
    "order": "SELECT id AS order_id, number, status, total_amount, captured_amount, refunded_amount FROM orders.orders",
    "line": """
        SELECT sold.order_id, line.variant_id, line.quantity, sold.cancelled_at IS NOT NULL AS given_up
        FROM orders.order_lines AS line
        JOIN orders.seller_orders AS sold ON sold.id = line.seller_order_id
    """,
    "refund": "SELECT id AS refund_id, order_id, amount, status, completed_amount, reason FROM orders.refunds",
    "back": """
        SELECT returned.id AS return_id, returned.order_id, line.variant_id, back.quantity
        FROM orders.order_returns AS returned
        JOIN orders.return_lines AS back ON back.return_id = returned.id
        JOIN orders.order_lines AS line ON line.id = back.order_line_id
        WHERE returned.restocked
    """,
    "coupon_use": """
        SELECT promotion_id, order_id, encode(person, 'hex') AS person
        FROM orders.promotion_uses
        WHERE given_back_at IS NULL
    """,
    "level": """
        SELECT variant_id, sum(on_hand)::bigint AS on_hand, sum(reserved)::bigint AS reserved
        FROM inventory.stock_levels
        GROUP BY variant_id
    """,
    "payment": "SELECT id AS payment_id, order_id, status, captured_amount, refunded_amount FROM payments.transactions",
    "provider_charge": "SELECT id AS key, status, amount FROM payments.sandbox_charges",
    "provider_refund": "SELECT id AS key, charge_id, amount FROM payments.sandbox_refunds",
    "entry": """
        SELECT journal.id AS journal_id, journal.kind AS journal, journal.order_id, entry.account,
            sum(entry.amount)::bigint AS amount
        FROM payments.ledger_journals AS journal
        JOIN payments.ledger_entries AS entry ON entry.journal_id = journal.id
        GROUP BY journal.id, entry.account
    """,
    "letter": """
        SELECT id AS letter_id, metadata ->> 'order_id' AS order_id, template, status, failure
        FROM notifications.notification_logs
        WHERE metadata ? 'order_id'
    """,
    "waiting": "SELECT id AS event_id, name FROM souk.outbox",
}
"""What is read of whom, a statement for each kind of entry."""

DUE = (
    "UPDATE payments.transactions SET due_at = due_at - :time::interval WHERE due_at IS NOT NULL",
    "UPDATE payments.refunds SET due_at = due_at - :time::interval WHERE due_at IS NOT NULL",
    "UPDATE orders.orders SET held_until = held_until - :time::interval WHERE orders.is_unpaid(status)",
    "UPDATE inventory.reservations SET expires_at = expires_at - :time::interval WHERE status = 'held'",
    "UPDATE notifications.notification_logs SET claimed_at = claimed_at - :time::interval WHERE status = 'sending'",
    "UPDATE souk.jobs SET leased_until = leased_until - :time::interval WHERE leased_until > '-infinity'",
    "UPDATE souk.outbox SET due_at = due_at - :time::interval",
)
"""Everything that waits for its time."""

OPEN = """
SELECT (SELECT count(*) FROM souk.outbox)
    + (SELECT count(*) FROM orders.orders WHERE orders.is_unpaid(status))
    + (SELECT count(*) FROM inventory.reservations WHERE status = 'held')
    + (SELECT count(*) FROM payments.transactions WHERE due_at IS NOT NULL)
    + (SELECT count(*) FROM payments.refunds WHERE due_at IS NOT NULL)
"""

PROOFS: dict[Task, str] = {
    prove_ledger.handler: "found",
    prove_orders.handler: "found",
    check_levels.handler: "uneven",
}
"""The product's own proofs, and where each says what it found."""


class Tomorrow(Clock):
    """A clock by which nothing is on its way any more."""

    def now(self) -> datetime:
        """Give the time of tomorrow."""
        return super().now() + timedelta(days=1)


def let_pass(seconds: int) -> None:
    """Let time pass for everything that waits for it."""

    def move(tx: Transaction) -> None:
        for statement in DUE:
            tx.execute(statement, time=timedelta(seconds=seconds))

    world.current().database("admin").write(move)


def open_matters() -> int:
    """Count what is not decided yet, or waits to be published."""
    return int(world.current().database("admin").read(lambda tx: tx.value(OPEN)))


def write_down(history: Writer) -> None:
    """Write down what stands in the books, and what the product's proofs say of them."""
    with world.current().tx_as("admin") as tx:
        for kind, statement in ROWS.items():
            for row in tx.rows(statement):
                history.note(kind, **row)
    for task, found in PROOFS.items():
        handed = {"clock": Tomorrow()} if "clock" in task.spec.injected else {}
        told = api.invoke(task, {}, handed)
        history.note("proof", name=task.spec.id, found=told[found])
