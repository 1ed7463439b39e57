from events.payments import PaymentRefunded
from functions.orders.invoices.domain import issuing
from souk import Alarms, Clock, Transaction, on


@on(PaymentRefunded, alarms=Alarms(counts=("RefundsNotBilled",)))
def handler(tx: Transaction, clock: Clock, event: PaymentRefunded) -> None:
    """Issue the credit note of a refund that a shop was asked for."""
    issuing.credit_refund(tx, event, clock.now())
