from events.orders import OrderReturnAccepted
from functions.notifications.domain import decision
from functions.notifications.domain.links import Links
from souk import Transaction, on


@on(OrderReturnAccepted)
def handler(tx: Transaction, links: Links, event: OrderReturnAccepted) -> None:
    """Queue for the customer of an order that its shop takes goods back."""
    decision.notify_customer_of_part(tx, links, event, "return_accepted", without_return=event.without_return)
