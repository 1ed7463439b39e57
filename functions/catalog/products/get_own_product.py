from typing import Annotated
from uuid import UUID

from functions.catalog.products.domain import own_store
from functions.catalog.products.domain.model import ProductView
from souk import ADMIN, SELLER, Json, SellerTransaction, operation
from souk.errors import NotFound


@operation("GET /api/seller/products/{product_id}", role=(SELLER, ADMIN), refuses=(NotFound.of("product"),))
def handler(tx: SellerTransaction, product_id: UUID) -> Annotated[Json, ProductView]:
    """Show a product of the shop as it is now, a draft too."""
    return own_store.show_own_product(tx, product_id)
