from events.payments import PaymentRefundRefused
from functions.notifications.domain import decision
from functions.notifications.domain.links import Links
from souk import Transaction, on


@on(PaymentRefundRefused)
def handler(tx: Transaction, links: Links, event: PaymentRefundRefused) -> None:
    """Queue for the customer of an order that a refund did not go out."""
    amount, url = event.amount.model_dump(mode="json"), links.order_of(event.order_id)
    decision.notify_customer(tx, links, event, event.order_id, "refund_failed", amount=amount, came_back=False, url=url)
