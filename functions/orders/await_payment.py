from events.payments import PaymentFailed
from functions.orders.domain import lifecycle
from souk import Alarms, Transaction, on


@on(PaymentFailed, alarms=Alarms(counts=("OrdersUnknown",)))
def handler(tx: Transaction, event: PaymentFailed) -> None:
    """Keep an order whose payment failed, and its stock, for its customer to pay it again."""
    lifecycle.await_payment(tx, event)
