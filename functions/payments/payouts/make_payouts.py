from functions.payments.domain.provider import Providers
from functions.payments.payouts.domain import paying_out
from souk import Alarms, Clock, Database, every


@every("1 day", timeout=900, alarms=Alarms(critical=True, counts=("PayoutsRefused", "PayoutsUnfinished")))
def handler(database: Database, providers: Providers, clock: Clock) -> None:
    """Pay shops what they are owed and what is not held any more."""
    paying_out.make_payouts(database, providers, clock)
