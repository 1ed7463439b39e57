from functions.payments.domain import refunding
from functions.payments.domain.provider import COUNTS, Providers
from souk import Alarms, Clock, Database, every


@every("1 minute", alarms=Alarms(critical=True, counts=(*COUNTS, *refunding.COUNTS)))
def handler(database: Database, providers: Providers, clock: Clock) -> None:
    """Finish the refunds that were interrupted or got no answer."""
    refunding.advance_due(database, providers, clock)
