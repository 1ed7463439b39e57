"""What catalog publishes. `sequence` is the product's version: the highest is the truth."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from souk.event import Event
from souk.money import Money


class OfferedVariant(BaseModel):
    """A variant as it is offered; `on_hand` in the shop's default warehouse, when it was set with the product."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    variant_id: UUID
    price: Money
    on_hand: int | None


class ProductCreated(Event):
    """A shop brought a new product."""

    name = "product.created"
    aggregate = "product_id"

    product_id: UUID
    seller_id: UUID
    category_id: UUID
    variants: list[OfferedVariant]


class ProductUpdated(Event):
    """A product was changed, or its stock was set from a catalogue file."""

    name = "product.updated"
    aggregate = "product_id"

    product_id: UUID
    seller_id: UUID
    category_id: UUID
    variants: list[OfferedVariant]


class ProductDeleted(Event):
    """A product was taken off the shelf for good; orders keep what they sold of it."""

    name = "product.deleted"
    aggregate = "product_id"

    product_id: UUID
    seller_id: UUID


class CategoryChanged(Event):
    """A category was renamed or moved, with everything below it."""

    name = "category.changed"
    aggregate = "category_id"

    category_id: UUID


class UserViewedProduct(Event):
    """Somebody looked at a product; `user_id` is null for a visitor without a token."""

    name = "user.viewed_product"
    aggregate = "product_id"

    product_id: UUID
    user_id: UUID | None = None
