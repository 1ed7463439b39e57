"""Whether the system can do its work, and the housekeeping that keeps it able to."""

from functools import partial

from functions.ops.domain import store
from functions.ops.domain.model import Readiness
from souk import Cache, Database
from souk.errors import Unavailable

INBOX_DAYS = 15
"""A day longer than SQS can keep a message, so that no late delivery finds its row gone."""
IDEMPOTENCY_DAYS = 7
BATCH = 5_000


def readiness(database: Database, cache: Cache) -> Readiness:
    """Ask everything we need; without the cache we are slower, without the database we are down."""
    cached = cache.available
    try:
        age = database.read(store.outbox_age)
    except Unavailable:
        return Readiness(status="unavailable", database=False, cache=cached, outbox_age_seconds=None)
    status = "ready" if cached else "degraded"
    return Readiness(status=status, database=True, cache=cached, outbox_age_seconds=round(age, 3))


def sweep(database: Database) -> dict[str, int]:
    """Forget what can no longer come back, in batches that lock little."""
    forgotten = {"messages": 0, "requests": 0}
    for name, forget, days in (
        ("messages", store.forget_messages, INBOX_DAYS),
        ("requests", store.forget_requests, IDEMPOTENCY_DAYS),
    ):
        while True:
            gone = database.write(partial(forget, days=days, batch=BATCH))
            forgotten[name] += gone
            if gone < BATCH:
                break
    return forgotten
