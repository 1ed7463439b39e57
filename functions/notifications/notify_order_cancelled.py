from events.orders import OrderCancelled
from functions.notifications.domain import decision
from souk import Transaction, on


@on(OrderCancelled)
def handler(tx: Transaction, event: OrderCancelled) -> None:
    """Decide that the buyer hears why the order is cancelled, unless the failed payment said so."""
    if event.reason != "payment_failed":
        decision.notify_buyer(tx, event, event.order_id, "order_cancelled", reason=event.reason)
