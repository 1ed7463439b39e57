from functions.payments.domain import charging, settling
from functions.payments.domain.provider import COUNTS, Providers
from souk import Alarms, Clock, Database, every


@every("1 minute", alarms=Alarms(critical=True, counts=(*COUNTS, *settling.COUNTS)))
def handler(database: Database, providers: Providers, clock: Clock) -> None:
    """Begin the attempts whose time has come, and finish those that were interrupted or got no answer."""
    charging.advance_due(database, providers, clock)
