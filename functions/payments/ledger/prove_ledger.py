from typing import Any
from uuid import UUID

from functions.payments.ledger.domain import proving
from souk import Alarms, Clock, Database, task


@task(timeout=900, alarms=Alarms(counts=("LedgerDifferences",)))
def handler(database: Database, clock: Clock, payload: dict[str, Any]) -> dict[str, Any]:
    """Rebuild ledger and payments from their histories and compare to the cent; `{"after": …}` goes on where it ended.

    What was found is logged, the first of it given; `next` is where to go on when the time was up.
    """
    after = UUID(payload.get("after") or proving.BEGINNING)
    return proving.prove_ledger(database, clock, after).told()
