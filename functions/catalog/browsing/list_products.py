from typing import Annotated

from functions.catalog.browsing.domain import listing_store
from functions.catalog.browsing.domain.model import ListProducts, ProductPage
from souk import Json, Transaction, operation


@operation("GET /api/products", cached="public, max-age=30")
def handler(tx: Transaction, query: ListProducts) -> Annotated[Json, ProductPage]:
    """List products: search, narrow down, sort."""
    return listing_store.browse(tx, query, category=query.category, shop_id=query.seller, q=query.q)
