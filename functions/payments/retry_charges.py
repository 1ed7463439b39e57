from functions.payments.domain import charging
from functions.payments.domain.gateway import Gateways
from souk import Alarms, Clock, Database, every


@every("1 minute", alarms=Alarms(critical=True, counts=("AnswersOverdue",)))
def handler(database: Database, gateways: Gateways, clock: Clock) -> None:
    """Begin the attempts whose time has come, and finish those that were interrupted or got no answer."""
    charging.advance_due(database, gateways, clock)
