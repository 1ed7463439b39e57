from typing import Annotated

from functions.catalog.domain import browsing
from functions.catalog.domain.model import ListProducts
from functions.catalog.domain.views import ProductPage
from souk import Json, Transaction, operation


@operation("GET /api/products", cached="public, max-age=30")
def handler(tx: Transaction, query: ListProducts) -> Annotated[Json, ProductPage]:
    """List products: search, narrow down, sort."""
    return browsing.list_products(tx, query)
