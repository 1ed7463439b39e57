"""Whether the system can do its work, and the housekeeping that keeps it able to."""

from functools import partial
from typing import Any

from functions.ops.domain import store
from functions.ops.domain.model import Readiness
from souk import Cache, Database

BATCH = 5_000


def readiness(database: Database, cache: Cache) -> Readiness:
    """Ask everything we need; without the cache we are slower.

    Raises Unavailable without the database.
    """
    age, cached = database.read(store.outbox_age), cache.available
    status = "ready" if cached else "degraded"
    return Readiness(status=status, database=True, cache=cached, outbox_age_seconds=round(age, 3))


def sweep(database: Database) -> dict[str, Any]:
    """Forget what no longer has to be known, rows in batches that lock little; give up jobs that do not move."""
    partitions = database.write(store.keep_partitions)
    rows = 0
    while gone := database.write(partial(store.delete_expired, batch=BATCH)):
        rows += gone
    return {"partitions": partitions, "rows": rows, "jobs": database.write(store.fail_abandoned_jobs)}
