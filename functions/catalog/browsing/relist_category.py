from functions.catalog.browsing.domain import following
from functions.catalog.browsing.domain.model import RelistCategory
from souk import Cache, Transaction, job


@job(RelistCategory)
def handler(tx: Transaction, cache: Cache, work: RelistCategory) -> RelistCategory | None:
    """List the next products of a category that was renamed or moved where it stands now."""
    return following.relist_category(tx, cache, work)
