"""Stock that orders hold, and when they give it back."""

from uuid import UUID

from functions.inventory.domain import publication, reservation_store
from souk import Database, Transaction

BATCH = 200


def release_expired(database: Database) -> None:
    """Give back all holds that ran out, and publish them, a batch at a time."""
    while database.write(_release_batch) == BATCH:
        pass


def _release_batch(tx: Transaction) -> int:
    order_ids = reservation_store.release_expired(tx, BATCH)
    publication.publish_orders(tx, order_ids)
    return len(order_ids)


def take_back_stock(tx: Transaction, order_id: UUID) -> None:
    """Put back what a cancelled order took: its hold is released already, what it had paid for is not."""
    reservation_store.restock(tx, order_id)
    publication.publish_orders(tx, [order_id])
