from events.orders import OrderClaimed
from functions.payments.domain import store
from souk import Transaction, on


@on(OrderClaimed)
def handler(tx: Transaction, event: OrderClaimed) -> None:
    """Show the payments of an order that a guest placed to the customer it belongs to now."""
    store.lock_attempts_of_order(tx, event.order_id)
    store.give_to_customer(tx, event.order_id, event.customer_id)
