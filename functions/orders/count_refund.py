from events.payments import PaymentRefunded
from functions.orders.domain import lifecycle
from souk import Transaction, on


@on(PaymentRefunded)
def handler(tx: Transaction, event: PaymentRefunded) -> None:
    """Count what went back to the buyer of an order."""
    lifecycle.note_refund(tx, event)
