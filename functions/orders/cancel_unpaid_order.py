from events.payments import PaymentFailed
from functions.orders.domain import lifecycle
from souk import Alarms, Transaction, on


@on(PaymentFailed, alarms=Alarms(counts=("OrdersUnknown",)))
def handler(tx: Transaction, event: PaymentFailed) -> None:
    """Cancel an order whose last attempt at payment failed, and give its stock back."""
    lifecycle.follow_failed_payment(tx, event)
