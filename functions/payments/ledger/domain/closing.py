"""Keep balances as checkpoints, so that one is the sum of a checkpoint and of the last hours."""

from datetime import timedelta

from functions.payments.ledger.domain import store
from souk import Clock, Database

BEHIND = timedelta(hours=1)
"""Far longer than a transaction may be open: what is booked later is not counted behind the closing's back."""

AT_MOST = timedelta(minutes=4)


def close_ledger(database: Database, clock: Clock) -> None:
    """Count what was booked an hour ago and earlier, in parts, as far as the time of one run goes."""
    begun = clock.now()
    while database.write(lambda tx: store.close(tx, begun - BEHIND)) and clock.now() < begun + AT_MOST:
        pass
