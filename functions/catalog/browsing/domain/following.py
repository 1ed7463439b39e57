"""What the catalogue does when shops, categories or stock changed: as many products as there are, a part at a time.

Each part takes things as they are by then, so parts may be done again and in any order, and beside those of a later
change.
"""

from collections.abc import Iterable
from uuid import UUID

from events.catalog import CategoryChanged
from events.inventory import InventoryUpdated
from events.sellers import SellerApproved, SellerSuspended, SellerUpdated
from functions.catalog.browsing.domain import store
from functions.catalog.browsing.domain.model import RelistCategory, RelistShop
from functions.catalog.products.domain import offering
from souk import Cache, Database, SellerTransaction, Transaction

RELISTED_AT_ONCE = 500


def follow_seller(tx: Transaction, seller: SellerApproved | SellerUpdated | SellerSuspended) -> None:
    """Keep what a shop is now, unless something later of it is known, and leave its products to a job."""
    if store.follow_seller(tx, seller.seller_id, seller.shop_name, seller.active, seller.sequence):
        tx.enqueue(RelistShop(seller_id=seller.seller_id))


def relist_shop(tx: SellerTransaction, cache: Cache, work: RelistShop) -> RelistShop | None:
    """List the next products of a shop that may sell, or take those of another off the lists."""
    done = store.next_of_shop(tx, work.after_id, RELISTED_AT_ONCE)
    _forget(tx, cache, done)
    return work.model_copy(update={"after_id": done[-1]}) if len(done) == RELISTED_AT_ONCE else None


def follow_category(tx: Transaction, category: CategoryChanged) -> None:
    """Leave the products of a category that was renamed or moved to a job."""
    tx.enqueue(RelistCategory(category_id=category.category_id))


def relist_category(tx: Transaction, cache: Cache, work: RelistCategory) -> RelistCategory | None:
    """List the next products of a category that was renamed or moved where it stands now."""
    done = store.next_of_category(tx, work.category_id, work.after_id, RELISTED_AT_ONCE)
    _forget(tx, cache, done)
    return work.model_copy(update={"after_id": done[-1]}) if len(done) == RELISTED_AT_ONCE else None


def follow_stock(database: Database, cache: Cache, stock: InventoryUpdated) -> None:
    """List whether the products of variants whose stock changed are in stock now, and forget their pages."""
    variant_ids = [variant.variant_id for variant in stock.variants]
    offering.forget(cache, database.write(lambda tx: store.refresh_stock(tx, variant_ids)))


def _forget(tx: Transaction, cache: Cache, product_ids: Iterable[UUID]) -> None:
    tx.after_commit(lambda: offering.forget(cache, product_ids))
