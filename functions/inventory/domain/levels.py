"""How many units of a variant are where. A refusal rolls back the level that was made for it."""

from uuid import UUID

from events.inventory import MOST_UNITS
from functions.inventory.domain import level_store, publication
from functions.inventory.domain.model import AboveMostUnits, AdjustStock, BelowReserved, BelowZero, CountStock
from souk import Json, SellerTransaction
from souk.errors import Invalid, NotFound
from souk.faults import Fault
from souk.paging import Page

_NO_CHANGE = Fault("nothing_changes", "Nothing would change.")


def list_movements(tx: SellerTransaction, variant_id: UUID, warehouse_id: UUID, query: Page) -> Json:
    """Give a page of the movements of one of the shop's levels, the latest first.

    Raises NotFound.
    """
    if not level_store.is_level(tx, variant_id, warehouse_id):
        raise NotFound.of("level")
    return level_store.list_movements(tx, query, variant_id, warehouse_id)


def set_stock(tx: SellerTransaction, variant_id: UUID, body: CountStock) -> Json:
    """Set what is on hand, and from how many it is low.

    Raises NotFound, or BelowReserved when orders hold more.
    """
    if body.on_hand is None and body.threshold is None:
        raise Invalid(_NO_CHANGE.at("on_hand"))
    warehouse_id = _place(tx, variant_id, body.warehouse_id)
    level = level_store.lock(tx, variant_id, warehouse_id)
    if body.on_hand is not None:
        if body.on_hand < level.reserved:
            raise BelowReserved(f"Orders hold {level.reserved} units.")
        level_store.move(tx, level, "counted", body.on_hand - level.on_hand)
    if body.threshold is not None:
        level_store.set_threshold(tx, level, body.threshold)
    publication.publish(tx, [variant_id])
    return level_store.show_level(tx, variant_id, warehouse_id)


def adjust_stock(tx: SellerTransaction, variant_id: UUID, body: AdjustStock) -> Json:
    """Change what is on hand; what came back from orders may stand above the most that sellers can reach themselves.

    Raises NotFound, BelowZero, BelowReserved or AboveMostUnits.
    """
    if body.delta == 0:
        raise Invalid(_NO_CHANGE.at("delta"))
    warehouse_id = _place(tx, variant_id, body.warehouse_id)
    level = level_store.lock(tx, variant_id, warehouse_id)
    left = level.on_hand + body.delta
    if left < 0:
        raise BelowZero(f"Only {level.on_hand} units are on hand.")
    if left < level.reserved:
        raise BelowReserved(f"Orders hold {level.reserved} of the {level.on_hand} units on hand.")
    if body.delta > 0 and left > MOST_UNITS:
        raise AboveMostUnits(f"{level.on_hand} units are on hand; the most is {MOST_UNITS}.")
    level_store.move(tx, level, "adjusted", body.delta, body.reason)
    publication.publish(tx, [variant_id])
    return level_store.show_level(tx, variant_id, warehouse_id)


def _place(tx: SellerTransaction, variant_id: UUID, named: UUID | None) -> UUID:
    if not level_store.is_known(tx, variant_id):
        raise NotFound.of("variant")
    return level_store.hold_open(tx, named)
