from events.orders import OrderCancelled
from functions.notifications.domain import decision
from souk import Transaction, on


@on(OrderCancelled)
def handler(tx: Transaction, event: OrderCancelled) -> None:
    """Queue why the order is cancelled for its customer."""
    decision.notify_customer(tx, event, event.order_id, "order_cancelled", reason=event.reason)
