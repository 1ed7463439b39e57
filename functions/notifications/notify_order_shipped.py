from events.orders import OrderShipped
from functions.notifications.domain import decision
from functions.notifications.domain.links import Links
from souk import Transaction, on


@on(OrderShipped)
def handler(tx: Transaction, links: Links, event: OrderShipped) -> None:
    """Queue what is on its way for the customer of an order, by mail and by SMS."""
    shown = {"seller_id", "carrier", "tracking_number", "tracking_url", "status"}
    shipment = event.model_dump(mode="json", include=shown)
    decision.notify_customer(tx, links, event, event.order_id, "order_shipped", shipment=shipment)
