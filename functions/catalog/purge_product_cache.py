from events.catalog import ProductCreated, ProductDeleted, ProductUpdated
from functions.catalog.domain import service
from souk import Cache, on


@on(ProductCreated, ProductUpdated, ProductDeleted)
def handler(cache: Cache, event: ProductCreated | ProductUpdated | ProductDeleted) -> None:
    """Forget the cached page of a product that changed."""
    cache.delete(service.cache_key(event.product_id))
