from events.payments import PaymentActionRequired
from functions.orders.domain import lifecycle
from souk import Alarms, Transaction, on


@on(PaymentActionRequired, alarms=Alarms(counts=("OrdersUnknown",)))
def handler(tx: Transaction, event: PaymentActionRequired) -> None:
    """Let an order wait for the customer's second payment step."""
    lifecycle.await_action(tx, event)
