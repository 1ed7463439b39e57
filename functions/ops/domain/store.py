"""What operators look at and clear away in the kit's tables."""

from functions.ops.domain.model import ListAudit
from souk import Json, Transaction

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


LIST_AUDIT = """
SELECT
    entry.id,
    json_build_object(
        'id', entry.id,
        'at', uuid_extract_timestamp(entry.id),
        'actor', entry.actor,
        'actor_email', (
            SELECT account.email
            FROM auth_api.contacts AS account
            WHERE account.user_id = entry.actor
        ),
        'operation', entry.operation,
        'subject', entry.subject,
        'correlation_id', entry.correlation_id,
        'changes', (
            SELECT coalesce(json_agg(json_build_object(
                'relation', change.relation,
                'before', change.before,
                'after', change.after
            ) ORDER BY change.id), '[]')
            FROM souk.audit_changes AS change
            WHERE change.audit_id = entry.id
        )
    ) AS document
FROM souk.audit AS entry
WHERE (:actor::text IS NULL OR entry.actor = (SELECT user_id FROM auth_api.contacts WHERE email = :actor::text))
    AND (:operation::text IS NULL OR entry.operation = :operation::text)
    AND (NOT :changes OR EXISTS (SELECT FROM souk.audit_changes AS change WHERE change.audit_id = entry.id))
    AND (:after_id::uuid IS NULL OR entry.id < :after_id::uuid)
ORDER BY entry.id DESC
LIMIT :limit
"""


def list_audit(tx: Transaction, query: ListAudit) -> Json:
    """Give a page of what administrators did, the latest first."""
    return tx.page(LIST_AUDIT, query, actor=query.actor, operation=query.operation, changes=query.changes)


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
