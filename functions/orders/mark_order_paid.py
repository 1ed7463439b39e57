from events.payments import PaymentCompleted
from functions.orders.domain import lifecycle
from souk import Transaction, on


@on(PaymentCompleted)
def handler(tx: Transaction, event: PaymentCompleted) -> None:
    """Sell what an order holds once it is paid."""
    lifecycle.mark_paid(tx, event)
