from uuid import UUID

from functions.catalog.domain import categories
from functions.catalog.domain.model import ChangeCategory
from functions.catalog.domain.views import CategoryView
from souk import ADMIN, Cache, Transaction, operation


@operation("PUT /api/categories/{category_id}", role=ADMIN)
def handler(tx: Transaction, cache: Cache, category_id: UUID, body: ChangeCategory) -> CategoryView:
    """Rename or move a category with everything below it."""
    return categories.change(tx, cache, category_id, body)
