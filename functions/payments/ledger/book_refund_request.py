from events.orders import OrderRefundRequested
from functions.payments.ledger.domain import booking
from souk import Transaction, on


@on(OrderRefundRequested)
def handler(tx: Transaction, event: OrderRefundRequested) -> None:
    """Take from shop and platform what is owed back to a customer, as it was sold."""
    booking.book_refund_request(tx, event)
