from typing import Annotated
from uuid import UUID

from functions.catalog.domain import browsing
from functions.catalog.domain.model import BrowseProducts
from functions.catalog.domain.views import ProductPage
from souk import Json, Transaction, operation


@operation("GET /api/categories/{category_id}/products", cached="public, max-age=30")
def handler(tx: Transaction, category_id: UUID, query: BrowseProducts) -> Annotated[Json, ProductPage]:
    """List the products of a category and of everything below it."""
    return browsing.browse(tx, query, scope=category_id)
