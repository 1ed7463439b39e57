from typing import Annotated
from uuid import UUID

from functions.catalog.products.domain import offering
from functions.catalog.products.domain.model import ChangeProduct, ProductView, ReferenceTaken, SkuTaken
from souk import ADMIN, SELLER, Cache, Json, SellerTransaction, operation
from souk.errors import NotFound


@operation(
    "PUT /api/products/{product_id}",
    role=(SELLER, ADMIN),
    refuses=(ReferenceTaken, SkuTaken, NotFound.of("product")),
    audited=True,
)
def handler(
    tx: SellerTransaction, cache: Cache, product_id: UUID, version: int, body: ChangeProduct
) -> Annotated[Json, ProductView]:
    """Change a product of the shop; its version must be the one that was read."""
    return offering.update_product(tx, cache, product_id, body, version)
