from events.orders import OrderCreated
from functions.inventory.domain import publication
from souk import Transaction, on


@on(OrderCreated)
def handler(tx: Transaction, event: OrderCreated) -> None:
    """Publish which stock a new order holds."""
    publication.publish_reserved(tx, event.order_id)
