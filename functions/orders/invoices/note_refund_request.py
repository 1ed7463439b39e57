from events.orders import OrderRefundRequested
from functions.orders.invoices.domain import issuing
from souk import Transaction, on


@on(OrderRefundRequested)
def handler(tx: Transaction, event: OrderRefundRequested) -> None:
    """Note what a shop was asked to give back, for the credit note."""
    issuing.request_refund(tx, event)
