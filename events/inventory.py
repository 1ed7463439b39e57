"""What inventory tells the others. `sequence` counts what was told of a variant: the highest is the truth."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from souk.event import Event


class ReservedLine(BaseModel):
    """Units of one variant that are held for an order."""

    model_config = ConfigDict(frozen=True)

    variant_id: UUID
    seller_id: UUID
    quantity: int


class InventoryReserved(Event):
    """The stock of an order is held until it is paid, cancelled or runs out."""

    name = "inventory.reserved"
    aggregate = "order_id"

    order_id: UUID
    lines: list[ReservedLine]


class InventoryUpdated(Event):
    """The stock of a variant changed; the figures are sums over all warehouses."""

    name = "inventory.updated"
    aggregate = "variant_id"

    variant_id: UUID
    seller_id: UUID
    on_hand: int
    reserved: int
    available: int


class InventoryLow(Event):
    """A variant fell to its threshold in one warehouse; told once until it was above it again."""

    name = "inventory.low_stock"
    aggregate = "variant_id"

    variant_id: UUID
    seller_id: UUID
    warehouse_id: UUID
    available: int
    threshold: int
