from events.orders import OrderCancelled
from functions.payments.domain import refunding
from functions.payments.domain.gateway import Gateways
from souk import Alarms, Clock, Database, on


@on(OrderCancelled, alarms=Alarms(critical=True, counts=("AnswersOverdue", "RefundsRefused")))
def handler(database: Database, gateways: Gateways, clock: Clock, event: OrderCancelled) -> None:
    """Give up what is not charged of a cancelled order and send back what is."""
    refunding.refund_cancelled_order(database, gateways, clock, event.order_id)
