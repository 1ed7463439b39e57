from typing import Annotated

from functions.catalog.products.domain import offering
from functions.catalog.products.domain.model import CreateProduct, ProductView, ReferenceTaken, SkuTaken
from souk import ADMIN, SELLER, Json, SellerTransaction, operation
from souk.errors import NotFound


@operation(
    "POST /api/products",
    role=(SELLER, ADMIN),
    status=201,
    idempotent=True,
    refuses=(ReferenceTaken, SkuTaken, NotFound.of("seller")),
    audited=True,
)
def handler(tx: SellerTransaction, body: CreateProduct) -> Annotated[Json, ProductView]:
    """Bring a new product into the shop, with its variants and first stock."""
    return offering.create_product(tx, body)
