"""What sellers publishes. `sequence` counts a shop's changes over all five events: the highest is the truth."""

from typing import ClassVar
from uuid import UUID

from souk.event import Event


class SellerApplied(Event):
    """A customer asked to open a shop."""

    name = "seller.applied"
    aggregate = "seller_id"

    seller_id: UUID
    owner_id: UUID
    shop_name: str


class SellerApproved(Event):
    """A shop may sell: for the first time, or again after a suspension."""

    name = "seller.approved"
    aggregate = "seller_id"
    active: ClassVar[bool] = True

    seller_id: UUID
    owner_id: UUID
    shop_name: str


class SellerRefused(Event):
    """An application was turned down; its owner may apply again."""

    name = "seller.refused"
    aggregate = "seller_id"

    seller_id: UUID
    owner_id: UUID
    shop_name: str


class SellerUpdated(Event):
    """An approved or suspended shop changed its name."""

    name = "seller.updated"
    aggregate = "seller_id"

    seller_id: UUID
    shop_name: str
    active: bool


class SellerSuspended(Event):
    """A shop may no longer sell; its products cannot be bought."""

    name = "seller.suspended"
    aggregate = "seller_id"
    active: ClassVar[bool] = False

    seller_id: UUID
    owner_id: UUID
    shop_name: str
