from events.inventory import InventoryUpdated
from functions.catalog.domain import listings, service
from souk import Cache, Transaction, on


@on(InventoryUpdated)
def handler(tx: Transaction, cache: Cache, event: InventoryUpdated) -> None:
    """Note in the lists whether a product is in stock, and forget its cached page."""
    product_ids = listings.products_of(tx, [event.variant_id])
    listings.refresh(tx, product_ids)
    tx.after_commit(lambda: cache.delete(*map(service.cache_key, product_ids)))
