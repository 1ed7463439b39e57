"""What sellers do with their stock, and what the others are told of it."""

from collections.abc import Callable
from itertools import groupby
from uuid import UUID

from events.inventory import InventoryLow, InventoryReserved, InventoryUpdated, ReservedLine
from functions.inventory.domain import level_store, store, warehouse_store
from functions.inventory.domain.model import (
    AdjustStock,
    BelowReserved,
    ChangeWarehouse,
    CountStock,
    DescribeWarehouse,
    ListStock,
    ListWarehouses,
    WarehouseNameTaken,
    WarehouseNotEmpty,
)
from souk import SELLER, Caller, Database, Json, Transaction, paging
from souk.database import UniqueViolation
from souk.errors import Invalid, NotFound, VersionConflict

EXPIRED_BATCH = 200


def shop(caller: Caller, named: UUID | None) -> UUID:
    """Tell whose rows the caller means: a seller's own, or those of the shop an administrator names.

    Raises Invalid when an administrator names none.
    """
    if caller.role is SELLER:
        return caller.seller
    if named is None:
        raise Invalid("seller_id", "An administrator names the shop.")
    return named


def list_levels(tx: Transaction, caller: Caller, query: ListStock) -> Json | None:
    """List a shop's stock."""
    seller_id = shop(caller, query.seller_id)
    after = paging.decode(query.cursor, UUID, UUID) if query.cursor else None
    tx.as_seller(seller_id)
    return level_store.page(tx, seller_id, query.limit, (after[0], after[1]) if after else None, query.sku, query.low)


def count_stock(tx: Transaction, caller: Caller, variant_id: UUID, body: CountStock) -> Json | None:
    """Set what is on hand and tell the others.

    Raises NotFound, or BelowReserved when orders hold more.
    """
    seller_id, warehouse_id = _place(tx, caller, variant_id, body.warehouse_id)
    if not level_store.count(tx, seller_id, variant_id, warehouse_id, body.on_hand, body.threshold):
        raise BelowReserved("Orders hold more units than that.")
    tell(tx, {variant_id: seller_id})
    return level_store.level(tx, seller_id, variant_id, warehouse_id)


def adjust_stock(tx: Transaction, caller: Caller, variant_id: UUID, body: AdjustStock) -> Json | None:
    """Change what is on hand and tell the others.

    Raises NotFound, or BelowReserved when orders hold more than would be left.
    """
    if body.delta == 0:
        raise Invalid("delta", "Nothing would change.")
    seller_id, warehouse_id = _place(tx, caller, variant_id, body.warehouse_id)
    if not level_store.adjust(tx, seller_id, variant_id, warehouse_id, body.delta, body.reason):
        raise BelowReserved("The units left would be fewer than orders hold, or more than a million.")
    tell(tx, {variant_id: seller_id})
    return level_store.level(tx, seller_id, variant_id, warehouse_id)


def _place(tx: Transaction, caller: Caller, variant_id: UUID, named: UUID | None) -> tuple[UUID, UUID]:
    seller_id = caller.seller if caller.role is SELLER else level_store.owner(tx, variant_id)
    if seller_id is None:
        raise NotFound.of("variant")
    tx.as_seller(seller_id)
    warehouse_id = level_store.place(tx, seller_id, variant_id, named)
    if warehouse_id is None:
        raise NotFound.of("variant" if named is None else "stock_level")
    return seller_id, warehouse_id


def list_warehouses(tx: Transaction, caller: Caller, query: ListWarehouses) -> Json | None:
    """List a shop's warehouses."""
    seller_id = shop(caller, query.seller_id)
    after = paging.decode(query.cursor, int, UUID) if query.cursor else None
    tx.as_seller(seller_id)
    return warehouse_store.page(tx, seller_id, query.limit, (after[0], after[1]) if after else None)


def open_warehouse(tx: Transaction, caller: Caller, body: DescribeWarehouse, named: UUID | None) -> Json | None:
    """Add a warehouse.

    Raises WarehouseNameTaken.
    """
    seller_id = shop(caller, named)
    tx.as_seller(seller_id)
    try:
        return warehouse_store.insert(tx, seller_id, body.name, body.country, body.priority)
    except UniqueViolation as taken:
        raise WarehouseNameTaken(f"There is a warehouse named {body.name}.") from taken


def change_warehouse(tx: Transaction, caller: Caller, warehouse_id: UUID, body: ChangeWarehouse) -> Json | None:
    """Change a warehouse.

    Raises NotFound, VersionConflict, WarehouseNameTaken.
    """
    seller_id, version = _locked_warehouse(tx, caller, warehouse_id)
    if version != body.version:
        raise VersionConflict(f"The warehouse is at version {version}.", version=version)
    try:
        return warehouse_store.update(tx, seller_id, warehouse_id, body.name, body.country, body.priority)
    except UniqueViolation as taken:
        raise WarehouseNameTaken(f"There is a warehouse named {body.name}.") from taken


def close_warehouse(tx: Transaction, caller: Caller, warehouse_id: UUID) -> None:
    """Close a warehouse that holds nothing.

    Raises NotFound, WarehouseNotEmpty.
    """
    seller_id, _ = _locked_warehouse(tx, caller, warehouse_id)
    if warehouse_store.holds_stock(tx, seller_id, warehouse_id):
        raise WarehouseNotEmpty("Move its stock first.")
    warehouse_store.close(tx, seller_id, warehouse_id)


def _locked_warehouse(tx: Transaction, caller: Caller, warehouse_id: UUID) -> tuple[UUID, int]:
    seller_id = caller.seller if caller.role is SELLER else warehouse_store.owner(tx, warehouse_id)
    if seller_id is None:
        raise NotFound.of("warehouse")
    tx.as_seller(seller_id)
    version = warehouse_store.lock(tx, seller_id, warehouse_id)
    if version is None:
        raise NotFound.of("warehouse")
    return seller_id, version


def release_expired(database: Database) -> None:
    """Give back all holds that ran out, a batch at a time, and tell the others."""
    while database.write(_release_batch) == EXPIRED_BATCH:
        pass


def _release_batch(tx: Transaction) -> int:
    order_ids = store.release_expired(tx, EXPIRED_BATCH)
    tell_orders(tx, order_ids)
    return len(order_ids)


def tell_reserved(tx: Transaction, order_id: UUID) -> None:
    """Tell which stock an order holds."""
    lines = store.held_lines(tx, [order_id])
    if lines:
        held = [
            ReservedLine(variant_id=one.variant_id, seller_id=one.seller_id, quantity=one.quantity) for one in lines
        ]
        tx.record(InventoryReserved(order_id=order_id, lines=held))
    tell_orders(tx, [order_id])


def take_back(tx: Transaction, order_id: UUID) -> None:
    """Put back what a cancelled order took: its hold is released already, what it had paid for is not."""
    store.restock(tx, order_id)
    tell_orders(tx, [order_id])


def tell_orders(tx: Transaction, order_ids: list[UUID]) -> None:
    """Tell the stock of everything that these orders took."""
    tell(tx, {line.variant_id: line.seller_id for line in store.held_lines(tx, order_ids)})


def tell(tx: Transaction, owners: dict[UUID, UUID]) -> None:
    """Tell variants' stock as it is now, and which levels fell to their threshold since it was told last.

    Locks are taken as everywhere: all levels by variant, then all items by variant; so shops change places in between.
    """
    shops = [(shop_id, list(own)) for shop_id, own in groupby(sorted(owners), key=owners.__getitem__)]
    crossings = [one for shop_id, own in shops for one in _as(tx, shop_id, store.cross_thresholds, own)]
    numbers = dict(one for shop_id, own in shops for one in _as(tx, shop_id, store.number_news, own))
    for now in [one for shop_id, own in shops for one in _as(tx, shop_id, store.figures, own)]:
        tx.record(
            InventoryUpdated(
                sequence=numbers[now.variant_id],
                variant_id=now.variant_id,
                seller_id=owners[now.variant_id],
                on_hand=now.on_hand,
                reserved=now.reserved,
                available=now.on_hand - now.reserved,
            )
        )
    for crossing in crossings:
        if crossing.low:
            tx.record(
                InventoryLow(
                    sequence=numbers[crossing.variant_id],
                    variant_id=crossing.variant_id,
                    seller_id=owners[crossing.variant_id],
                    warehouse_id=crossing.warehouse_id,
                    available=crossing.available,
                    threshold=crossing.threshold,
                )
            )


def _as[T](
    tx: Transaction, shop_id: UUID, ask: Callable[[Transaction, UUID, list[UUID]], list[T]], variant_ids: list[UUID]
) -> list[T]:
    tx.as_seller(shop_id)
    return ask(tx, shop_id, variant_ids)
