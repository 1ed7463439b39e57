from typing import Annotated
from uuid import UUID

from functions.catalog.browsing.domain import listing_store
from functions.catalog.browsing.domain.model import BrowseProducts, ProductPage
from souk import Json, Transaction, operation


@operation("GET /api/categories/{category_id}/products", cached="public, max-age=30")
def handler(tx: Transaction, category_id: UUID, query: BrowseProducts) -> Annotated[Json, ProductPage]:
    """List the products of a category and of everything below it."""
    return listing_store.browse(tx, query, scope=category_id)
