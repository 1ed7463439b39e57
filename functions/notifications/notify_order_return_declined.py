from events.orders import OrderReturnDeclined
from functions.notifications.domain import decision
from functions.notifications.domain.links import Links
from souk import Transaction, on


@on(OrderReturnDeclined)
def handler(tx: Transaction, links: Links, event: OrderReturnDeclined) -> None:
    """Queue for the customer of an order that its shop does not take goods back, and why."""
    decision.notify_customer_of_part(tx, links, event, "return_declined", answer=event.answer)
