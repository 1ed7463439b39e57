from events.payments import PaymentRefunded
from functions.orders.domain import refunding
from souk import Alarms, Transaction, on


@on(PaymentRefunded, alarms=Alarms(counts=("OrdersUnknown", "RefundsNotRequested", "WrongCurrenciesRefunded")))
def handler(tx: Transaction, event: PaymentRefunded) -> None:
    """Count what went back to the customer of an order."""
    refunding.count_refund(tx, event)
