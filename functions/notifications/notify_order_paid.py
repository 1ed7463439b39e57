from events.orders import OrderPaid
from functions.notifications.domain import decision
from functions.notifications.domain.site import Site
from souk import Transaction, on


@on(OrderPaid)
def handler(tx: Transaction, site: Site, event: OrderPaid) -> None:
    """Queue the receipt of a paid order for its customer."""
    decision.notify_customer(tx, site, event, event.order_id, "order_receipt")
