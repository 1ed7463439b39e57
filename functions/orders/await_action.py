from events.payments import PaymentActionRequired
from functions.orders.domain import lifecycle
from souk import Transaction, on


@on(PaymentActionRequired)
def handler(tx: Transaction, event: PaymentActionRequired) -> None:
    """Let an order wait for the buyer's second payment step."""
    lifecycle.await_action(tx, event)
