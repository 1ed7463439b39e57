from events.orders import OrderPaid
from functions.notifications.domain import decision
from souk import Transaction, on


@on(OrderPaid)
def handler(tx: Transaction, event: OrderPaid) -> None:
    """Decide that the buyer of a paid order gets a receipt."""
    decision.notify_buyer(tx, event, event.order_id, "order_receipt")
