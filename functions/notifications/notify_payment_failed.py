from events.payments import PaymentFailed
from functions.notifications.domain import decision
from souk import Transaction, on


@on(PaymentFailed)
def handler(tx: Transaction, event: PaymentFailed) -> None:
    """Decide that the buyer hears of a payment that failed for good."""
    if event.final:
        decision.notify_buyer(tx, event, event.order_id, "payment_failed", reason=event.reason)
