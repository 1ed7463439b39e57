from events.orders import OrderClaimed
from functions.payments.domain import charging
from souk import Transaction, on


@on(OrderClaimed)
def handler(tx: Transaction, event: OrderClaimed) -> None:
    """Show the payments of an order that a guest placed to the customer it belongs to now."""
    charging.follow_claim(tx, event)
