from events.payments import PaymentRefunded
from functions.orders.domain import lifecycle
from souk import Alarms, Transaction, on


@on(PaymentRefunded, alarms=Alarms(counts=("OrdersUnknown", "WrongCurrenciesRefunded")))
def handler(tx: Transaction, event: PaymentRefunded) -> None:
    """Count what went back to the customer of an order."""
    lifecycle.count_refund(tx, event)
