"""What the catalogue does when a shop or a category changed: as many products as it has, a batch at a time.

Each batch is a transaction of its own and takes things as they are by then, so it may be done again and in any order.
"""

from collections.abc import Callable
from uuid import UUID

from functions.catalog.browsing.domain import store
from functions.catalog.products.domain.offering import page_key
from souk import Cache, Database, Transaction

BATCH = 500


def follow_seller(database: Database, cache: Cache, seller_id: UUID, name: str, active: bool, sequence: int) -> None:
    """List the products of a shop that may sell, and take those of another off the lists."""
    database.write(lambda tx: store.note_seller(tx, seller_id, name, active, sequence))
    _in_batches(database, cache, lambda tx, after: store.next_of_shop(tx, seller_id, after, BATCH))


def follow_category(database: Database, cache: Cache, category_id: UUID) -> None:
    """List the products of a category that was renamed or moved where it stands now."""
    _in_batches(database, cache, lambda tx, after: store.next_of_category(tx, category_id, after, BATCH))


def _in_batches(database: Database, cache: Cache, step: Callable[[Transaction, UUID], list[UUID]]) -> None:
    after: UUID | None = UUID(int=0)
    while after:
        done = _batch(database, step, after)
        cache.delete(*map(page_key, done))
        after = done[-1] if len(done) == BATCH else None


def _batch(database: Database, step: Callable[[Transaction, UUID], list[UUID]], after: UUID) -> list[UUID]:
    return database.write(lambda tx: step(tx, after))
