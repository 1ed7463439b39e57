from functions.catalog.domain import categories
from functions.catalog.domain.views import CategoryTree
from souk import Cached, Transaction, operation


@operation("GET /api/categories", cached=Cached(key=categories.TREE_KEY, ttl=3600))
def handler(tx: Transaction) -> CategoryTree:
    """Show the tree of categories."""
    return categories.tree(tx)
