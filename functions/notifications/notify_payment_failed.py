from events.payments import PaymentFailed
from functions.notifications.domain import decision
from functions.notifications.domain.site import Site
from souk import Transaction, on


@on(PaymentFailed)
def handler(tx: Transaction, site: Site, event: PaymentFailed) -> None:
    """Queue for the customer of an order that its payment failed and how long it may be paid again."""
    if event.final:
        url = site.payment_of(event.order_id)
        decision.notify_customer(
            tx, site, event, event.order_id, "payment_failed", reason=event.reason, payment_url=url
        )
