from events.payments import PaymentAuthorized, PaymentCompleted
from functions.orders.domain import lifecycle
from souk import Alarms, Transaction, on


@on(PaymentAuthorized, PaymentCompleted, alarms=Alarms(counts=("OrdersUnknown", "WrongAmountsPaid")))
def handler(tx: Transaction, event: PaymentAuthorized | PaymentCompleted) -> None:
    """Sell what an order holds once it is paid, or its money is kept for it."""
    lifecycle.mark_order_paid(tx, event)
