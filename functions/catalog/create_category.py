from functions.catalog.domain import categories
from functions.catalog.domain.model import DescribeCategory
from functions.catalog.domain.views import CategoryView
from souk import ADMIN, Cache, Transaction, operation


@operation("POST /api/categories", role=ADMIN, status=201)
def handler(tx: Transaction, cache: Cache, body: DescribeCategory) -> CategoryView:
    """Add a category to the tree."""
    return categories.create(tx, cache, body)
