from events.payments import PaymentCompleted
from functions.orders.domain import lifecycle
from souk import Alarms, Transaction, on


@on(PaymentCompleted, alarms=Alarms(counts=("OrdersUnknown", "WrongAmountsPaid")))
def handler(tx: Transaction, event: PaymentCompleted) -> None:
    """Sell what an order holds once it is paid."""
    lifecycle.mark_order_paid(tx, event)
