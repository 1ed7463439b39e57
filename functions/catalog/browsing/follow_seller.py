from events.sellers import SellerApproved, SellerSuspended, SellerUpdated
from functions.catalog.browsing.domain import following
from souk import Transaction, on


@on(SellerApproved, SellerUpdated, SellerSuspended)
def handler(tx: Transaction, event: SellerApproved | SellerUpdated | SellerSuspended) -> None:
    """Note whether a shop may sell and what it is called, and have its products listed so."""
    following.follow_seller(tx, event)
