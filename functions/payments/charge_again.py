from events.orders import OrderPaymentRequested
from functions.payments.domain import charging, settling
from functions.payments.domain.model import FIRST_ASK_AGAIN
from functions.payments.domain.provider import COUNTS, Providers
from souk import Alarms, Clock, Database, on
from souk.errors import Retry


@on(
    OrderPaymentRequested,
    alarms=Alarms(critical=True, counts=(*COUNTS, "OrdersNotCharged", *settling.COUNTS)),
)
def handler(database: Database, providers: Providers, clock: Clock, event: OrderPaymentRequested) -> None:
    """Charge an order again as its customer asked, once what was begun before cannot move money any more."""
    if not charging.charge_again(database, providers, clock, event):
        raise Retry("an earlier payment is not over, or the provider gave no answer", FIRST_ASK_AGAIN.seconds)
