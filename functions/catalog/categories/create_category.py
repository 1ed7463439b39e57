from functions.catalog.categories.domain import tree
from functions.catalog.categories.domain.model import CategoryView, DescribeCategory, SlugTaken
from souk import ADMIN, Cache, Transaction, operation


@operation("POST /api/categories", role=ADMIN, status=201, refuses=(SlugTaken,), audited=True)
def handler(tx: Transaction, cache: Cache, body: DescribeCategory) -> CategoryView:
    """Add a category to the tree."""
    return tree.create_category(tx, cache, body)
