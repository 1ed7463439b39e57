from typing import Annotated

from functions.catalog.products.domain import own_store
from functions.catalog.products.domain.model import ListOwnProducts, OwnProduct
from souk import ADMIN, SELLER, Json, SellerTransaction, operation
from souk.paging import PageOf


@operation("GET /api/seller/products", role=(SELLER, ADMIN))
def handler(tx: SellerTransaction, query: ListOwnProducts) -> Annotated[Json, PageOf[OwnProduct]]:
    """List the products of the shop, the newest first, drafts too, each with its stock."""
    return own_store.list_own_products(tx, query)
