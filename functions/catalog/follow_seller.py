from events.sellers import SellerApproved, SellerSuspended, SellerUpdated
from functions.catalog.domain import listings, service
from souk import Cache, Transaction, on


@on(SellerApproved, SellerUpdated, SellerSuspended)
def handler(tx: Transaction, cache: Cache, event: SellerApproved | SellerUpdated | SellerSuspended) -> None:
    """List the products of a shop that may sell, and take those of a suspended one off the lists."""
    active = event.active if isinstance(event, SellerUpdated) else isinstance(event, SellerApproved)
    product_ids = listings.follow_seller(tx, event.seller_id, event.shop_name, active, event.sequence)
    tx.after_commit(lambda: cache.delete(*map(service.cache_key, product_ids)))
