from events.sellers import SellerApproved, SellerSuspended, SellerUpdated
from functions.catalog.browsing.domain import following
from souk import Cache, Database, on


@on(SellerApproved, SellerUpdated, SellerSuspended, timeout=300)
def handler(database: Database, cache: Cache, event: SellerApproved | SellerUpdated | SellerSuspended) -> None:
    """List the products of a shop that may sell, and take those of a suspended one off the lists."""
    active = event.active if isinstance(event, SellerUpdated) else isinstance(event, SellerApproved)
    following.follow_seller(database, cache, event.seller_id, event.shop_name, active, event.sequence)
