"""What the catalogue does when shops, categories or stock changed: as many products as there are, a batch at a time.

Each batch is a transaction of its own and takes things as they are by then, so it may be done again and in any order.
"""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from functions.catalog.browsing.domain import store
from functions.catalog.products.domain import offering
from souk import Cache, Database

BATCH = 500


def follow_seller(database: Database, cache: Cache, seller_id: UUID, name: str, active: bool, sequence: int) -> None:
    """List the products of a shop that may sell, and take those of another off the lists."""
    database.write(lambda tx: store.follow_seller(tx, seller_id, name, active, sequence))
    _in_batches(cache, lambda after: database.write(partial(store.next_of_shop, after=after, batch=BATCH), seller_id))


def follow_category(database: Database, cache: Cache, category_id: UUID) -> None:
    """List the products of a category that was renamed or moved where it stands now."""
    _in_batches(
        cache,
        lambda after: database.write(
            partial(store.next_of_category, category_id=category_id, after=after, batch=BATCH)
        ),
    )


def follow_stock(database: Database, cache: Cache, variant_ids: list[UUID]) -> None:
    """List whether the products of these variants are in stock now, and forget their pages."""
    offering.forget(cache, database.write(partial(store.refresh_stock, variant_ids=variant_ids)))


def _in_batches(cache: Cache, refresh_next: Callable[[UUID], list[UUID]]) -> None:
    after: UUID | None = UUID(int=0)
    while after:
        done = refresh_next(after)
        offering.forget(cache, done)
        after = done[-1] if len(done) == BATCH else None
