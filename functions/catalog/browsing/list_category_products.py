from typing import Annotated
from uuid import UUID

from functions.catalog.browsing.domain import listing_store
from functions.catalog.browsing.domain.model import BrowseProducts, ProductPage
from functions.catalog.categories.domain import store as category_store
from souk import Json, Transaction, operation
from souk.errors import NotFound


@operation(
    "GET /api/categories/{category_id}/products", cached="public, max-age=30", refuses=(NotFound.of("category"),)
)
def handler(tx: Transaction, category_id: UUID, query: BrowseProducts) -> Annotated[Json, ProductPage]:
    """List the products of a category and of everything below it."""
    category_store.find(tx, category_id)
    return listing_store.browse(tx, query, category=str(category_id))
