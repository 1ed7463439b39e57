from functions.catalog.categories.domain import tree
from functions.catalog.categories.domain.model import CategoryTree
from souk import ADMIN, Transaction, operation


@operation("GET /api/admin/categories", role=ADMIN)
def handler(tx: Transaction) -> CategoryTree:
    """Show the tree of categories as it stands this moment, which browsers keep for a while otherwise."""
    return tree.list_categories(tx)
