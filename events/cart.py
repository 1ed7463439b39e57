"""What cart publishes. The sequence of cart.updated and cart.abandoned is the cart's version."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from souk.event import Event


class CartLine(BaseModel):
    """One line of a cart."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    variant_id: UUID
    quantity: int


class CartUpdated(Event):
    """A cart changed: one line now has this quantity (0: removed), or without a line it was emptied."""

    name = "cart.updated"
    aggregate = "owner_id"

    owner_id: UUID
    variant_id: UUID | None
    quantity: int


class CartAbandoned(Event):
    """A cart with something in it was left alone for a day."""

    name = "cart.abandoned"
    aggregate = "owner_id"

    owner_id: UUID
    lines: list[CartLine]


class UserAddedToCart(Event):
    """A customer or guest put a product into the cart, for recommendations and analytics."""

    name = "user.added_to_cart"
    aggregate = "user_id"

    user_id: UUID
    product_id: UUID
    variant_id: UUID
    seller_id: UUID
    quantity: int
