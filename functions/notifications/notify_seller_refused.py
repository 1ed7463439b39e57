from events.sellers import SellerRefused
from functions.notifications.domain import decision
from functions.notifications.domain.links import Links
from souk import Transaction, on


@on(SellerRefused)
def handler(tx: Transaction, links: Links, event: SellerRefused) -> None:
    """Queue the message that an application was refused, for whoever applied."""
    decision.notify(tx, event, event.owner_id, "shop_refused", shop=event.shop_name, url=links.application)
