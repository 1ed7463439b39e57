from typing import Annotated
from uuid import UUID

from events.catalog import UserViewedProduct
from functions.catalog.products.domain import offering, store
from functions.catalog.products.domain.model import ProductView
from souk import Cached, Json, Transaction, operation
from souk.errors import NotFound


@operation(
    "GET /api/products/{product_id}",
    cached=Cached(offering.PAGE),
    observed=UserViewedProduct,
    refuses=(NotFound.of("product"),),
)
def handler(tx: Transaction, product_id: UUID) -> Annotated[Json, ProductView]:
    """Show a product with its variants and what is in stock."""
    return store.show_product(tx, product_id)
