from events.catalog import ProductCreated, ProductDeleted, ProductUpdated
from functions.catalog.products.domain import offering
from souk import Cache, on
from souk.errors import Retry


@on(ProductCreated, ProductUpdated, ProductDeleted)
def handler(cache: Cache, event: ProductCreated | ProductUpdated | ProductDeleted) -> None:
    """Forget the cached page of a product that changed."""
    if not offering.forget(cache, [event.product_id]):
        raise Retry("Valkey is away, and may come back with the page that it had")
