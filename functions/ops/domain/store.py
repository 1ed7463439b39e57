"""What operators look at and clear away in the kit's tables."""

from souk import Transaction

OUTBOX_AGE = "SELECT extract(epoch FROM now() - min(recorded_at))::float8 FROM souk.outbox"

FORGET_MESSAGES = """
WITH old AS MATERIALIZED (
    SELECT consumer, event_id
    FROM souk.inbox
    WHERE received_at < now() - make_interval(days => :days)
    LIMIT :batch
)
DELETE FROM souk.inbox AS message
USING old
WHERE message.consumer = old.consumer AND message.event_id = old.event_id
"""

FORGET_REQUESTS = """
WITH old AS MATERIALIZED (
    SELECT caller, operation, key
    FROM souk.idempotency
    WHERE claimed_at < now() - make_interval(days => :days)
    LIMIT :batch
)
DELETE FROM souk.idempotency AS request
USING old
WHERE request.caller = old.caller AND request.operation = old.operation AND request.key = old.key
"""


def outbox_age(tx: Transaction) -> float:
    """Give the age in seconds of the oldest event that is not published, 0 when there is none."""
    return float(tx.value(OUTBOX_AGE) or 0)


def forget_messages(tx: Transaction, days: int, batch: int) -> int:
    """Delete inbox rows older than so many days, at most a batch."""
    return tx.execute(FORGET_MESSAGES, days=days, batch=batch)


def forget_requests(tx: Transaction, days: int, batch: int) -> int:
    """Delete idempotency rows older than so many days, at most a batch."""
    return tx.execute(FORGET_REQUESTS, days=days, batch=batch)
