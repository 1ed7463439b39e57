"""What is published of stock: how many units of a variant can be sold, and which levels fell to their threshold."""

from collections.abc import Iterable
from itertools import batched
from uuid import UUID

from functions.inventory.domain import publication_store
from souk import Transaction

VARIANTS_IN_ONE_EVENT = 500
"""EventBridge takes 256 KB in one entry; a variant is 170 bytes."""


def publish(tx: Transaction, variant_ids: Iterable[UUID]) -> None:
    """Publish how much of these variants is available now, as one event, and which of their levels became low."""
    for some in batched(sorted(variant_ids), VARIANTS_IN_ONE_EVENT, strict=False):
        publication_store.publish(tx, some)


def publish_low(tx: Transaction, variant_ids: Iterable[UUID]) -> None:
    """Publish which levels of these variants became low, when how much there is was published with their product."""
    publication_store.publish(tx, variant_ids, only_low=True)


def publish_orders(tx: Transaction, order_ids: list[UUID]) -> None:
    """Publish the stock of everything that these orders took."""
    publish(tx, publication_store.variants(tx, order_ids))
