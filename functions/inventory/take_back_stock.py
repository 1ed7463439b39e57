from events.orders import OrderCancelled
from functions.inventory.domain import reservations
from souk import Transaction, on


@on(OrderCancelled)
def handler(tx: Transaction, event: OrderCancelled) -> None:
    """Put the stock of a cancelled order back on the shelf and publish it."""
    reservations.take_back_stock(tx, event.order_id)
