"""What is published of stock: how many units of a variant can be sold, and which levels fell to their threshold."""

from collections.abc import Iterable
from itertools import batched
from uuid import UUID

from events.inventory import AvailableVariant, InventoryLow, InventoryReserved, InventoryUpdated, ReservedLine
from functions.inventory.domain import publication_store
from functions.inventory.domain.publication_store import Published
from souk import Transaction
from souk.ids import uuid7

VARIANTS_IN_ONE_EVENT = 500
"""EventBridge takes 256 KB in one entry; a variant is 170 bytes."""


def publish(tx: Transaction, variant_ids: Iterable[UUID]) -> None:
    """Publish how much of these variants is available now, as one event, and which of their levels became low."""
    published = publication_store.publish(tx, list(variant_ids))
    for some in batched(published, VARIANTS_IN_ONE_EVENT, strict=False):
        variants = [
            AvailableVariant(
                variant_id=one.variant_id, seller_id=one.seller_id, available=one.available, version=one.version
            )
            for one in some
        ]
        tx.record(InventoryUpdated(change_id=uuid7(), variants=variants))
    _record_low(tx, published)


def publish_low(tx: Transaction, variant_ids: Iterable[UUID]) -> None:
    """Publish which levels of these variants became low, when how much there is was published with their product."""
    _record_low(tx, publication_store.publish(tx, list(variant_ids)))


def publish_orders(tx: Transaction, order_ids: list[UUID]) -> None:
    """Publish the stock of everything that these orders took."""
    publish(tx, {line.variant_id for line in publication_store.lines(tx, order_ids)})


def publish_reserved(tx: Transaction, order_id: UUID) -> None:
    """Publish which stock an order holds, and what is left."""
    lines = publication_store.lines(tx, [order_id])
    if lines:
        held = [
            ReservedLine(variant_id=line.variant_id, seller_id=line.seller_id, quantity=line.quantity) for line in lines
        ]
        tx.record(InventoryReserved(order_id=order_id, lines=held))
    publish(tx, {line.variant_id for line in lines})


def _record_low(tx: Transaction, published: list[Published]) -> None:
    for one in published:
        for level in one.fallen:
            tx.record(InventoryLow(sequence=one.version, seller_id=one.seller_id, **level))
