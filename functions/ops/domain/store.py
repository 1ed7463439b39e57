"""What operators look at and clear away in the kit's tables."""

from souk import Transaction

# The ids of events sort by time.
OUTBOX_AGE = """
SELECT extract(epoch FROM now() - recorded_at)::double precision
FROM souk.outbox
ORDER BY id
LIMIT 1
"""

KEEP_PARTITIONS = "SELECT souk.keep_partitions()"

DELETE_EXPIRED = "SELECT souk.delete_expired(:batch)"

FAIL_ABANDONED_JOBS = "SELECT souk.fail_abandoned_jobs()"


def outbox_age(tx: Transaction) -> float:
    """Give the age in seconds of the oldest event that is not published, 0 when there is none."""
    return float(tx.value(OUTBOX_AGE) or 0)


def keep_partitions(tx: Transaction) -> list[str]:
    """Make the partitions ahead and drop those past their time; give what was done."""
    return list(tx.value(KEEP_PARTITIONS))


def delete_expired(tx: Transaction, batch: int) -> int:
    """Delete at most a batch of expired rows from each table that has such; give how many."""
    return int(tx.value(DELETE_EXPIRED, batch=batch))


def fail_abandoned_jobs(tx: Transaction) -> int:
    """Give up jobs whose file never came or whose workers died; give how many."""
    return int(tx.value(FAIL_ABANDONED_JOBS))
