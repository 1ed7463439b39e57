from events.orders import OrderPaymentRequested
from functions.payments.domain import charging
from functions.payments.domain.gateway import Gateways
from functions.payments.domain.model import FIRST_ASK_AGAIN
from souk import Alarms, Clock, Database, on
from souk.errors import Retry


@on(OrderPaymentRequested, alarms=Alarms(critical=True, counts=("OrdersNotCharged", "AnswersOverdue")))
def handler(database: Database, gateways: Gateways, clock: Clock, event: OrderPaymentRequested) -> None:
    """Charge an order again as its customer asked, once what was begun before cannot move money any more."""
    if not charging.charge_again(database, gateways, clock, event):
        raise Retry("an earlier payment is not over, or the provider gave no answer", FIRST_ASK_AGAIN.seconds)
