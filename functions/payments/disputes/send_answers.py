from functions.payments.disputes.domain import disputing
from functions.payments.domain.provider import Providers
from souk import Alarms, Clock, Database, every


@every("1 minute", alarms=Alarms(critical=True, counts=("AnswersOverdue", "DisputeAnswersRefused")))
def handler(database: Database, providers: Providers, clock: Clock) -> None:
    """Tell providers what is said of the disputes they told of."""
    disputing.send_answers(database, providers, clock)
