from events.orders import SellerOrderCancelled
from functions.notifications.domain import decision
from functions.notifications.domain.links import Links
from souk import Transaction, on


@on(SellerOrderCancelled)
def handler(tx: Transaction, links: Links, event: SellerOrderCancelled) -> None:
    """Queue which part of an order a shop gave up for its customer, who hears of a whole order by its own message."""
    decision.notify_customer_of_part(tx, links, event, "part_cancelled", unless="cancelled", reason=event.reason)
