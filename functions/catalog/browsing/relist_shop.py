from functions.catalog.browsing.domain import following
from functions.catalog.browsing.domain.model import RelistShop
from souk import Cache, SellerTransaction, job


@job(RelistShop)
def handler(tx: SellerTransaction, cache: Cache, work: RelistShop) -> RelistShop | None:
    """List the next products of a shop that may sell, or take those of a suspended one off the lists."""
    return following.relist_shop(tx, cache, work)
