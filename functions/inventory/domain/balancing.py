"""Whether levels are what their movements come to."""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from functions.inventory.domain import balance_store
from functions.inventory.domain.balance_store import Balance
from souk import Database

BATCH = 1_000


def balances(database: Database) -> Iterator[Balance]:
    """Give the balance of every level, a batch in a statement."""
    after = (UUID(int=0), UUID(int=0))
    while batch := database.read(partial(balance_store.next_balances, after=after, batch=BATCH)):
        yield from batch
        after = (batch[-1].variant_id, batch[-1].warehouse_id)
