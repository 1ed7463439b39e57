from events.orders import OrderRefundRefused
from functions.payments.ledger.domain import booking
from souk import Transaction, on


@on(OrderRefundRefused)
def handler(tx: Transaction, event: OrderRefundRefused) -> None:
    """Give shop and platform back what a provider refused to refund."""
    booking.book_refund_refusal(tx, event)
