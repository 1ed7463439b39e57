from events.payments import PaymentRefundReturned
from functions.notifications.domain import decision
from functions.notifications.domain.links import Links
from souk import Transaction, on


@on(PaymentRefundReturned)
def handler(tx: Transaction, links: Links, event: PaymentRefundReturned) -> None:
    """Queue for the customer of an order that a refund went out and came back."""
    amount, url = event.amount.model_dump(mode="json"), links.order_of(event.order_id)
    decision.notify_customer(tx, links, event, event.order_id, "refund_failed", amount=amount, came_back=True, url=url)
