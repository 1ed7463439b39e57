from events.inventory import InventoryUpdated
from functions.catalog.browsing.domain import following
from souk import Cache, Database, on


@on(InventoryUpdated)
def handler(database: Database, cache: Cache, event: InventoryUpdated) -> None:
    """List whether products are in stock, and forget their cached pages."""
    following.follow_stock(database, cache, event)
