from events.orders import OrderCancelled, OrderPaid
from functions.orders.invoices.domain import issuing
from souk import Alarms, Clock, Transaction, on


@on(OrderPaid, OrderCancelled, alarms=Alarms(counts=("OrdersUnknown",)))
def handler(tx: Transaction, clock: Clock, event: OrderPaid | OrderCancelled) -> None:
    """Issue the invoices of a paid order, and the credit notes of one that was cancelled after it was paid."""
    issuing.issue_invoices(tx, event, clock.now())
