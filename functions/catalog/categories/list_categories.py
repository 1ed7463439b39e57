from functions.catalog.categories.domain import tree
from functions.catalog.categories.domain.model import CategoryTree
from souk import Cached, Transaction, operation


@operation("GET /api/categories", cached=Cached(tree.TREE))
def handler(tx: Transaction) -> CategoryTree:
    """Show the tree of categories."""
    return tree.list_categories(tx)
