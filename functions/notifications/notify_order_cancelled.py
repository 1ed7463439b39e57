from events.orders import OrderCancelled
from functions.notifications.domain import decision
from functions.notifications.domain.links import Links
from souk import Transaction, on


@on(OrderCancelled)
def handler(tx: Transaction, links: Links, event: OrderCancelled) -> None:
    """Queue why the order is cancelled for its customer."""
    decision.notify_customer(tx, links, event, event.order_id, "order_cancelled", reason=event.reason)
