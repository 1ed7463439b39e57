from events.orders import OrderCancelled
from functions.payments.domain import charging, refunding
from functions.payments.domain.gateway import Gateways
from souk import Alarms, Clock, Database, on


@on(OrderCancelled, alarms=Alarms(critical=True, counts=("AnswersOverdue", "RefundsRefused")))
def handler(database: Database, gateways: Gateways, clock: Clock, event: OrderCancelled) -> None:
    """Give up what is not charged of a cancelled order and send back what is."""
    database.write(lambda tx: refunding.give_up_order(tx, clock, event.order_id))
    charging.advance_due(database, gateways, clock, event.order_id)
    refunding.advance_due(database, gateways, clock, event.order_id)
