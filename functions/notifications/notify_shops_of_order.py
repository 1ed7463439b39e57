from events.orders import OrderPaid
from functions.notifications.domain import decision
from functions.notifications.domain.links import Links
from souk import Transaction, on


@on(OrderPaid)
def handler(tx: Transaction, links: Links, event: OrderPaid) -> None:
    """Queue what each shop of an order has to send."""
    for share in event.sellers:
        url = links.seller_order_of(share.seller_order_id)
        decision.notify_shop(tx, event, event.order_id, share.seller_id, "shop_order", url=url)
