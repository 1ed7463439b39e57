from events.orders import OrderCreated
from functions.payments.domain import charging, settling
from functions.payments.domain.model import FIRST_ASK_AGAIN
from functions.payments.domain.provider import COUNTS, Providers
from souk import Alarms, Clock, Database, on
from souk.errors import Retry


@on(
    OrderCreated,
    alarms=Alarms(critical=True, counts=(*COUNTS, "OrdersNotCharged", *settling.COUNTS)),
)
def handler(database: Database, providers: Providers, clock: Clock, event: OrderCreated) -> None:
    """Charge a new order: claim it, ask the provider, write down the answer.

    A missing answer is asked for once more as soon as it is due; after that the schedule asks.
    """
    if not charging.charge_order(database, providers, clock, event):
        raise Retry("the provider gave no answer", FIRST_ASK_AGAIN.seconds)
