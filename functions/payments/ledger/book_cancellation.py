from events.orders import OrderCancelled
from functions.payments.ledger.domain import booking
from souk import Transaction, on


@on(OrderCancelled)
def handler(tx: Transaction, event: OrderCancelled) -> None:
    """Take the sale of a cancelled order back."""
    booking.book_cancellation(tx, event)
