from typing import Annotated
from uuid import UUID

from functions.catalog.domain import browsing
from functions.catalog.domain.model import BrowseProducts, ProductCard
from souk import Json, Transaction, operation
from souk.paging import PageOf


@operation("GET /api/categories/{category_id}/products", cached="public, max-age=30")
def handler(tx: Transaction, category_id: UUID, query: BrowseProducts) -> Annotated[Json, PageOf[ProductCard]]:
    """List the products of a category and of everything below it."""
    return browsing.browse(tx, query, scope=category_id)
