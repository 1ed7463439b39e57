from events.payments import PaymentFailed
from functions.notifications.domain import decision
from functions.notifications.domain.links import Links
from souk import Transaction, on


@on(PaymentFailed)
def handler(tx: Transaction, links: Links, event: PaymentFailed) -> None:
    """Queue for the customer of an order that its payment failed and how long it may be paid again."""
    if event.final:
        url = links.payment_of(event.order_id)
        decision.notify_customer(
            tx, links, event, event.order_id, "payment_failed", reason=event.reason, payment_url=url
        )
