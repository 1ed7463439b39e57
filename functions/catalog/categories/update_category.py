from uuid import UUID

from functions.catalog.categories.domain import tree
from functions.catalog.categories.domain.model import CategoryView, ChangeCategory, SlugTaken
from souk import ADMIN, Cache, Transaction, operation
from souk.errors import NotFound


@operation(
    "PUT /api/categories/{category_id}",
    role=ADMIN,
    refuses=(SlugTaken, NotFound.of("category")),
    audited=True,
)
def handler(tx: Transaction, cache: Cache, category_id: UUID, version: int, body: ChangeCategory) -> CategoryView:
    """Rename a category where it stands."""
    return tree.update_category(tx, cache, category_id, body, version)
