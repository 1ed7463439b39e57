from events.catalog import CategoryChanged
from functions.catalog.browsing.domain import following
from souk import Transaction, on


@on(CategoryChanged)
def handler(tx: Transaction, event: CategoryChanged) -> None:
    """Have the products of a category that was renamed or moved listed where it stands now."""
    following.follow_category(tx, event)
