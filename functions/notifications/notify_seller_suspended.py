from events.sellers import SellerSuspended
from functions.notifications.domain import decision
from functions.notifications.domain.links import Links
from souk import Transaction, on


@on(SellerSuspended)
def handler(tx: Transaction, links: Links, event: SellerSuspended) -> None:
    """Queue the message that a shop may no longer sell, for its owner."""
    decision.notify(tx, event, event.owner_id, "shop_suspended", shop=event.shop_name, url=links.application)
