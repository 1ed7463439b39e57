from events.orders import OrderShipped
from functions.notifications.domain import decision
from souk import Transaction, on


@on(OrderShipped)
def handler(tx: Transaction, event: OrderShipped) -> None:
    """Decide that the buyer hears, by mail and by SMS, what is on its way."""
    shipment = event.model_dump(mode="json", include={"seller_id", "carrier", "tracking_number", "status"})
    decision.notify_buyer(tx, event, event.order_id, "order_shipped", shipment=shipment)
