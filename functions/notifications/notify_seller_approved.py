from events.sellers import SellerApproved
from functions.notifications.domain import decision
from functions.notifications.domain.links import Links
from souk import Transaction, on


@on(SellerApproved)
def handler(tx: Transaction, links: Links, event: SellerApproved) -> None:
    """Queue the message that a shop may sell, for its owner."""
    decision.notify(tx, event, event.owner_id, "shop_approved", shop=event.shop_name, url=links.console)
