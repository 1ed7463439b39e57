from functions.payments.ledger.domain import closing
from souk import Clock, Database, every


@every("1 hour", timeout=300)
def handler(database: Database, clock: Clock) -> None:
    """Count what was booked an hour ago and earlier into the balances of the accounts."""
    closing.close_ledger(database, clock)
