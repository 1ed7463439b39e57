"""What sellers send and see of their stock."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from events.inventory import MOST_UNITS
from souk import Request, View
from souk.country import Country
from souk.errors import Conflict
from souk.message import Versioned
from souk.paging import Page
from souk.text import OneLine
from souk.timestamp import Timestamp

Units = Annotated[int, Field(ge=0, le=MOST_UNITS)]
WarehouseName = Annotated[str, OneLine(100)]


class ListStock(Page):
    """Which levels to list."""

    sku: Annotated[Annotated[str, OneLine(64)] | None, Field(description="The SKU of one variant")] = None
    low: Annotated[bool, Field(description="Only levels at or below their threshold")] = False


class CountStock(Request):
    """What was counted on the shelf, and from how many it runs low; without a warehouse, in the shop's default one."""

    on_hand: Annotated[Units | None, Field(description="Left out, it stays as it is")] = None
    threshold: Units | None = None
    warehouse_id: UUID | None = None


class AdjustStock(Request):
    """By how much the units on hand change, and why."""

    delta: Annotated[int, Field(ge=-MOST_UNITS, le=MOST_UNITS)]
    reason: Annotated[str, OneLine(200)]
    warehouse_id: UUID | None = None


class OpenWarehouse(Request):
    """A place that stock is kept in; orders draw from the lowest priority first."""

    name: WarehouseName
    country: Country | None = None
    priority: Annotated[int, Field(ge=0, le=1000)] = 0


class ChangeWarehouse(OpenWarehouse, Versioned):
    """A warehouse as it shall be."""


class WarehouseView(View):
    """A warehouse."""

    id: UUID
    name: str
    country: str | None
    priority: int
    version: int


class LevelWarehouse(View):
    """Where a level is."""

    id: UUID
    name: str


class LevelView(View):
    """The stock of a variant in one warehouse; `available` is what is on hand and not held for orders."""

    variant_id: UUID
    warehouse: LevelWarehouse
    sku: str | None
    title: str | None
    on_hand: int
    reserved: int
    available: int
    threshold: int
    low: bool


class MovementKind(StrEnum):
    """Why a level moved."""

    RECEIVED = "received"
    COUNTED = "counted"
    ADJUSTED = "adjusted"
    RESERVED = "reserved"
    COMMITTED = "committed"
    RELEASED = "released"
    EXPIRED = "expired"
    RETURNED = "returned"


class MovementView(View):
    """A change of a level, by an order or for a reason."""

    id: UUID
    kind: MovementKind
    on_hand_change: int
    reserved_change: int
    order_id: UUID | None
    reason: str | None
    moved_at: Timestamp


class BelowReserved(Conflict, code="below_reserved"):
    """Orders hold more units than would be left."""


class BelowZero(Conflict, code="below_zero"):
    """Fewer units are on hand."""


class AboveMostUnits(Conflict, code="above_most_units"):
    """A level is counted up to a million units."""


class WarehouseNameTaken(Conflict, code="warehouse_name_taken"):
    """The shop has a warehouse of this name."""


class WarehouseNotEmpty(Conflict, code="warehouse_not_empty"):
    """Stock is still kept there."""
