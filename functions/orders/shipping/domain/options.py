"""How a shop sends its parcels."""

from uuid import UUID

from functions.orders.shipping.domain import store
from functions.orders.shipping.domain.model import (
    MOST_OPTIONS,
    AddShippingOption,
    ChangeShippingOption,
    ShippingOptionNameTaken,
    TooManyShippingOptions,
)
from souk import Json, SellerTransaction
from souk.errors import VersionConflict
from souk.sqlstate import UniqueViolation


def add_shipping_option(tx: SellerTransaction, body: AddShippingOption) -> Json:
    """Add an option; a shop's first one takes the place of the platform's.

    Raises NotFound when there is no such shop, ShippingOptionNameTaken or TooManyShippingOptions.
    """
    store.take_turn(tx)
    if store.count(tx) >= MOST_OPTIONS:
        raise TooManyShippingOptions
    try:
        return store.insert(tx, body)
    except UniqueViolation as taken:
        raise ShippingOptionNameTaken from taken


def change_shipping_option(tx: SellerTransaction, option_id: UUID, body: ChangeShippingOption, seen: int) -> Json:
    """Change an option.

    Raises NotFound, VersionConflict or ShippingOptionNameTaken.
    """
    _lock(tx, option_id, seen)
    try:
        return store.update(tx, option_id, body)
    except UniqueViolation as taken:
        raise ShippingOptionNameTaken from taken


def remove_shipping_option(tx: SellerTransaction, option_id: UUID, seen: int | None) -> None:
    """Remove an option; without any the shop sends by those of the platform.

    Raises NotFound, or VersionConflict when another version was seen.
    """
    _lock(tx, option_id, seen)
    store.delete(tx, option_id)


def _lock(tx: SellerTransaction, option_id: UUID, seen: int | None) -> None:
    version = store.lock(tx, option_id)
    if seen not in (None, version):
        raise VersionConflict("shipping_option", version)
