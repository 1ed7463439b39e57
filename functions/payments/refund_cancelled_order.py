from events.orders import OrderCancelled
from functions.payments.domain import refunding, settling
from functions.payments.domain.provider import COUNTS, Providers
from souk import Alarms, Clock, Database, on


@on(
    OrderCancelled,
    alarms=Alarms(critical=True, counts=(*COUNTS, *refunding.COUNTS, *settling.COUNTS)),
)
def handler(database: Database, providers: Providers, clock: Clock, event: OrderCancelled) -> None:
    """Give up what is not charged of a cancelled order and send back what is."""
    refunding.refund_cancelled_order(database, providers, clock, event.order_id)
