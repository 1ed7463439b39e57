from events.payments import PaymentFailed
from functions.orders.domain import lifecycle
from souk import Transaction, on


@on(PaymentFailed)
def handler(tx: Transaction, event: PaymentFailed) -> None:
    """Cancel an order whose last attempt at payment failed, and give its stock back."""
    lifecycle.note_failed_payment(tx, event)
