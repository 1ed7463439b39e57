from events.payments import PaymentRefundReturned
from functions.orders.domain import refunding
from souk import Alarms, Transaction, on


@on(PaymentRefundReturned, alarms=Alarms(counts=("OrdersUnknown",)))
def handler(tx: Transaction, event: PaymentRefundReturned) -> None:
    """Note that what had gone back to the customer of an order came back to us."""
    refunding.note_returned_refund(tx, event)
