"""What inventory publishes, and what it takes."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from souk.event import Event

MOST_UNITS = 1_000_000
"""How many units of a variant people may put on hand in one warehouse; what comes back from orders may go beyond."""


class ReservedLine(BaseModel):
    """Units of one variant that are held for an order."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    variant_id: UUID
    seller_id: UUID
    quantity: int


class InventoryReserved(Event):
    """The stock of an order is held until it is paid, cancelled or runs out."""

    name = "inventory.reserved"
    aggregate = "order_id"

    order_id: UUID
    lines: list[ReservedLine]


class AvailableVariant(BaseModel):
    """How many units can be sold, over all warehouses; of several, the one with the highest version is the latest."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    variant_id: UUID
    seller_id: UUID
    available: int
    version: int


class InventoryUpdated(Event):
    """What is available of variants changed; those that changed together come together.

    What is set with a product is published with the product.
    """

    name = "inventory.updated"
    aggregate = "change_id"

    change_id: UUID
    variants: list[AvailableVariant]


class InventoryLow(Event):
    """A variant fell to its threshold in one warehouse; published once until it was above it again."""

    name = "inventory.low_stock"
    aggregate = "variant_id"

    variant_id: UUID
    seller_id: UUID
    warehouse_id: UUID
    available: int
    threshold: int
