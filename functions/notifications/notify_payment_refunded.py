from events.payments import PaymentRefunded
from functions.notifications.domain import decision
from functions.notifications.domain.links import Links
from souk import Transaction, on


@on(PaymentRefunded)
def handler(tx: Transaction, links: Links, event: PaymentRefunded) -> None:
    """Queue what went back to the customer of an order."""
    amount, url = event.amount.model_dump(mode="json"), links.order_of(event.order_id)
    decision.notify_customer(
        tx, links, event, event.order_id, "refund_made", amount=amount, reason=event.reason, url=url
    )
