from events.orders import OrderShipped
from functions.payments.domain import charging, settling
from functions.payments.domain.provider import COUNTS, Providers
from souk import Alarms, Clock, Database, on


@on(OrderShipped, alarms=Alarms(critical=True, counts=(*COUNTS, *settling.COUNTS)))
def handler(database: Database, providers: Providers, clock: Clock, event: OrderShipped) -> None:
    """Take what was authorised for an order when its first parcel is on its way."""
    charging.capture_shipped_order(database, providers, clock, event.order_id)
