from events.orders import OrderReturnRequested
from functions.notifications.domain import decision
from functions.notifications.domain.links import Links
from souk import Transaction, on


@on(OrderReturnRequested)
def handler(tx: Transaction, links: Links, event: OrderReturnRequested) -> None:
    """Queue for a shop that a customer wants to send goods back."""
    url = links.return_of(event.return_id)
    decision.notify_shop(tx, event, event.order_id, event.seller_id, "shop_return", reason=event.reason, url=url)
