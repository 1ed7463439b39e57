from events.orders import OrderRefundRequested
from functions.payments.domain import refunding
from functions.payments.domain.provider import COUNTS, Providers
from souk import Alarms, Clock, Database, on


@on(OrderRefundRequested, alarms=Alarms(critical=True, counts=(*COUNTS, *refunding.COUNTS)))
def handler(database: Database, providers: Providers, clock: Clock, event: OrderRefundRequested) -> None:
    """Send back what an order's refund claims of its payments."""
    refunding.refund_as_requested(database, providers, clock, event)
