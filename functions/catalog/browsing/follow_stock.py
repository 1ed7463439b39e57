from events.inventory import InventoryUpdated
from functions.catalog.browsing.domain import store
from functions.catalog.products.domain import offering
from souk import Cache, Transaction, on


@on(InventoryUpdated)
def handler(tx: Transaction, cache: Cache, event: InventoryUpdated) -> None:
    """Note in the lists whether a product is in stock, and forget its cached page."""
    product_ids = store.products_of(tx, [variant.variant_id for variant in event.variants])
    store.refresh(tx, product_ids)
    tx.after_commit(lambda: cache.delete(*map(offering.page_key, product_ids)))
