from uuid import UUID

from functions.catalog.categories.domain import tree
from functions.catalog.categories.domain.model import CategoryNotEmpty
from souk import ADMIN, Cache, Transaction, operation
from souk.errors import NotFound


@operation(
    "DELETE /api/categories/{category_id}",
    role=ADMIN,
    status=204,
    refuses=(CategoryNotEmpty, NotFound.of("category")),
    audited=True,
)
def handler(tx: Transaction, cache: Cache, category_id: UUID) -> None:
    """Remove a category that nothing is in."""
    tree.delete_category(tx, cache, category_id)
