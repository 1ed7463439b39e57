from events.orders import OrderCreated
from functions.inventory.domain import stock
from souk import Transaction, on


@on(OrderCreated)
def handler(tx: Transaction, event: OrderCreated) -> None:
    """Tell the others which stock a new order holds."""
    stock.tell_reserved(tx, event.order_id)
