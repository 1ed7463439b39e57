from events.catalog import ProductCreated, ProductUpdated
from events.orders import OrderPaid
from functions.inventory.domain import service
from souk import Transaction, on


@on(OrderPaid, ProductCreated, ProductUpdated)
def handler(tx: Transaction, event: OrderPaid | ProductCreated | ProductUpdated) -> None:
    """Tell the others how much is left after a sale or a delivery."""
    if isinstance(event, OrderPaid):
        service.tell_orders(tx, [event.order_id])
    else:
        tx.as_seller(event.seller_id)
        service.tell(tx, event.seller_id, [one.variant_id for one in event.variants if one.stocked])
