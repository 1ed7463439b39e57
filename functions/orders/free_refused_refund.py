from events.payments import PaymentRefundRefused
from functions.orders.domain import refunding
from souk import Alarms, Transaction, on


@on(PaymentRefundRefused, alarms=Alarms(counts=("OrdersUnknown", "RequestedRefundsRefused")))
def handler(tx: Transaction, event: PaymentRefundRefused) -> None:
    """Let go of what a refund claimed that the provider refuses, and call people."""
    refunding.free_refused_refund(tx, event)
