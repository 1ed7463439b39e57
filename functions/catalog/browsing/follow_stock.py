from events.inventory import InventoryUpdated
from functions.catalog.browsing.domain import store
from functions.catalog.products.domain import offering
from souk import Cache, Transaction, on


@on(InventoryUpdated)
def handler(tx: Transaction, cache: Cache, event: InventoryUpdated) -> None:
    """List whether products are in stock, and forget their cached pages."""
    product_ids = store.refresh_stock(tx, [variant.variant_id for variant in event.variants])
    tx.after_commit(lambda: offering.forget(cache, product_ids))
