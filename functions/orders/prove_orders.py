from typing import Any
from uuid import UUID

from functions.orders.domain import proving
from souk import Alarms, Clock, Database, task


@task(timeout=900, alarms=Alarms(counts=("OrderDifferences",)))
def handler(database: Database, clock: Clock, payload: dict[str, Any]) -> dict[str, Any]:
    """Rebuild every order from its history and compare; `{"after": …}` goes on where it ended.

    What was found is logged, the first of it given; `next` is where to go on when the time was up.
    """
    begin = UUID(payload["after"]) if payload.get("after") else proving.BEGINNING
    return proving.prove_orders(database, clock, begin).told()
