from events.orders import OrderCancelled
from functions.notifications.domain import decision
from souk import Transaction, on


@on(OrderCancelled)
def handler(tx: Transaction, event: OrderCancelled) -> None:
    """Queue why the order is cancelled for its customer, unless the failed payment said so already."""
    if event.reason != "payment_failed":
        decision.notify_customer(tx, event, event.order_id, "order_cancelled", reason=event.reason)
