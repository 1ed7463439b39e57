from uuid import UUID

from functions.catalog.categories.domain import tree
from functions.catalog.categories.domain.model import CategoryView, PlaceCategory, SlugTaken
from souk import ADMIN, Cache, Transaction, operation
from souk.errors import NotFound


@operation(
    "PUT /api/categories/{category_id}/place",
    role=ADMIN,
    refuses=(SlugTaken, NotFound.of("category")),
    audited=True,
)
def handler(tx: Transaction, cache: Cache, category_id: UUID, version: int, body: PlaceCategory) -> CategoryView:
    """Move a category with everything below it, and number its siblings anew."""
    return tree.place_category(tx, cache, category_id, body, version)
