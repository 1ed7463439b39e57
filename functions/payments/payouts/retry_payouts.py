from functions.payments.domain.model import WORK_TIME
from functions.payments.domain.provider import Providers
from functions.payments.payouts.domain import paying_out
from souk import Alarms, Clock, Database, every


@every("5 minutes", alarms=Alarms(critical=True, counts=("AnswersOverdue", "PayoutsRefused")))
def handler(database: Database, providers: Providers, clock: Clock) -> None:
    """Finish the payouts that were interrupted or got no answer."""
    paying_out.advance_due(database, providers, clock, WORK_TIME)
