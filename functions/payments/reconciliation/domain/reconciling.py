"""Compare what providers say that they moved with the ledger's cash, and write down what differs.

Days end at midnight in UTC whatever zone a report is in. What moved is compared when it is a day old: until then a
notice may be on its way, and a report may not have it yet. A report is read some days further back than is compared, so
that both sides of what happened around midnight are there, and so are entries that a provider wrote down late.
"""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from functions.payments.domain.provider import OutcomeUnknown, Providers
from functions.payments.reconciliation.domain import store
from functions.payments.reconciliation.domain.model import NOBODY, Compared, Mismatch, Reconcile, SettleMismatch
from souk import Clock, Database, Json, Transaction
from souk.errors import Retry, VersionConflict
from souk.logs import count, logger
from souk.paying import PaymentMethods

SETTLES_WITHIN = timedelta(days=1)
READ_BEFORE = timedelta(days=2)
COMPARED_AT_ONCE = 1000


def begin_runs(tx: Transaction, methods: PaymentMethods, now: datetime) -> None:
    """Leave the report of each provider to a job, once a day."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for provider in methods.providers:
        begun = store.begin(tx, provider, midnight - timedelta(days=1), midnight)
        if begun:
            run_id, since = begun
            tx.enqueue(Reconcile(run_id=run_id, provider=provider, since=since, until=midnight, at=since))


def reconcile(database: Database, providers: Providers, clock: Clock, work: Reconcile) -> Reconcile | None:
    """Do a part of a run; each may be done again.

    Raises Retry when the provider gives no answer.
    """
    if work.step == "read":
        return _read(database, providers, work)
    since, until = work.since - SETTLES_WITHIN, work.until - SETTLES_WITHIN
    if work.step == "report":
        compare = partial(store.of_report, until=until, at=work.at, after=work.after)
    else:
        compare = partial(store.of_ledger, since=since, until=until, after=work.after)
    rows = database.read(partial(compare, provider=work.provider, limit=COMPARED_AT_ONCE))
    # What both sides have is compared from one of them.
    wanted = set(Mismatch) - {Mismatch.MISSING_THERE} if work.step == "report" else {Mismatch.MISSING_THERE}
    differing = [row for row in rows if row.difference in wanted]
    _count(work.provider, differing, database.write(partial(store.note, provider=work.provider, differing=differing)))
    if len(rows) == COMPARED_AT_ONCE:
        return work.model_copy(update={"at": rows[-1].occurred_at, "after": rows[-1].id})
    if work.step == "report":
        return work.model_copy(update={"step": "ledger", "after": NOBODY})
    database.write(partial(store.end, run_id=work.run_id, now=clock.now()))
    return None


def settle_mismatch(tx: Transaction, mismatch_id: UUID, body: SettleMismatch, seen: int, now: datetime) -> Json:
    """Write down how a mismatch was put right.

    Raises NotFound or VersionConflict.
    """
    version = store.lock(tx, mismatch_id)
    if version != seen:
        raise VersionConflict("mismatch", version)
    return store.settle(tx, mismatch_id, body.note, now)


def _read(database: Database, providers: Providers, work: Reconcile) -> Reconcile:
    try:
        provider = providers.asked(work.provider)
        found = provider.list_movements(work.since - READ_BEFORE, work.until, work.page)
    except OutcomeUnknown as silent:
        raise Retry(str(silent)) from silent
    database.write(partial(store.keep, provider=work.provider, movements=found.movements))
    if found.next is not None:
        return work.model_copy(update={"page": found.next})
    return work.model_copy(update={"step": "report", "page": None, "at": work.since - SETTLES_WITHIN})


def _count(provider: str, differing: list[Compared], fresh: int) -> None:
    if fresh:
        told = [{"subject": one.subject, "difference": one.difference} for one in differing]
        logger().error("reconciliation_differs", extra={"provider": provider, "found": told[:100]})
    count(Mismatches=fresh)
