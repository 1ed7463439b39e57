from events.orders import OrderShipped
from functions.payments.ledger.domain import booking
from souk import Transaction, on


@on(OrderShipped)
def handler(tx: Transaction, event: OrderShipped) -> None:
    """Let what a shop sold be its own some time after it was shipped."""
    booking.follow_shipment(tx, event)
