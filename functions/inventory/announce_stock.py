from events.catalog import ProductCreated, ProductUpdated
from events.orders import OrderPaid
from functions.inventory.domain import stock
from souk import Transaction, on


@on(OrderPaid, ProductCreated, ProductUpdated)
def handler(tx: Transaction, event: OrderPaid | ProductCreated | ProductUpdated) -> None:
    """Tell the others how much is left after a sale or a delivery."""
    if isinstance(event, OrderPaid):
        stock.tell_orders(tx, [event.order_id])
    else:
        stock.tell(tx, {one.variant_id: event.seller_id for one in event.variants if one.stocked})
