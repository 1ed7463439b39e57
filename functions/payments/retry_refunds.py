from functions.payments.domain import refunding
from functions.payments.domain.gateway import Gateways
from souk import Alarms, Clock, Database, every


@every("1 minute", alarms=Alarms(critical=True, counts=("AnswersOverdue", "RefundsRefused")))
def handler(database: Database, gateways: Gateways, clock: Clock) -> None:
    """Finish the refunds that were interrupted or got no answer."""
    refunding.advance_due(database, gateways, clock)
