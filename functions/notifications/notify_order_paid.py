from events.orders import OrderPaid
from functions.notifications.domain import decision
from functions.notifications.domain.links import Links
from souk import Transaction, on


@on(OrderPaid)
def handler(tx: Transaction, links: Links, event: OrderPaid) -> None:
    """Queue the receipt of a paid order for its customer."""
    decision.notify_customer(tx, links, event, event.order_id, "order_receipt")
