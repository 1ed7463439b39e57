from events.catalog import ProductCreated, ProductDeleted, ProductUpdated
from functions.catalog.products.domain import offering
from souk import Cache, on


@on(ProductCreated, ProductUpdated, ProductDeleted)
def handler(cache: Cache, event: ProductCreated | ProductUpdated | ProductDeleted) -> None:
    """Forget the cached page of a product that changed."""
    offering.forget(cache, [event.product_id])
