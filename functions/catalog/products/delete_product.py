from uuid import UUID

from functions.catalog.products.domain import offering
from souk import ADMIN, SELLER, Cache, SellerTransaction, operation
from souk.errors import NotFound


@operation(
    "DELETE /api/products/{product_id}",
    role=(SELLER, ADMIN),
    status=204,
    refuses=(NotFound.of("product"),),
    audited=True,
)
def handler(tx: SellerTransaction, cache: Cache, product_id: UUID, version: int | None) -> None:
    """Take a product of the shop off the shelf for good, at the version that was read when one is named."""
    offering.delete_product(tx, cache, product_id, version)
