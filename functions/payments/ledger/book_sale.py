from events.orders import OrderPaid
from functions.payments.ledger.domain import booking
from souk import Transaction, on


@on(OrderPaid)
def handler(tx: Transaction, event: OrderPaid) -> None:
    """Book what each shop of a paid order is owed, and what the platform earned."""
    booking.book_sale(tx, event)
