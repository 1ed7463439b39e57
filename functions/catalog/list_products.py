from typing import Annotated

from functions.catalog.domain import browsing
from functions.catalog.domain.model import ListProducts, ProductCard
from souk import Json, Transaction, operation
from souk.paging import PageOf


@operation("GET /api/products", cached="public, max-age=30")
def handler(tx: Transaction, query: ListProducts) -> Annotated[Json, PageOf[ProductCard]]:
    """List products: search, narrow down, sort."""
    return browsing.list_products(tx, query)
