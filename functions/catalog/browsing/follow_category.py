from events.catalog import CategoryChanged
from functions.catalog.browsing.domain import following
from souk import Cache, Database, on


@on(CategoryChanged, timeout=300)
def handler(database: Database, cache: Cache, event: CategoryChanged) -> None:
    """List the products of a category that was renamed or moved where it stands now."""
    following.follow_category(database, cache, event.category_id)
