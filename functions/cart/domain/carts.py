"""What customers and guests do with their carts. A refusal rolls back what the statement already wrote."""

import json
from datetime import timedelta
from uuid import UUID

from events.cart import CartAbandoned, CartLine, CartUpdated, UserAddedToCart
from functions.cart.domain import store
from functions.cart.domain.model import (
    MOST_LINES,
    MOST_OF_ONE_LINE,
    AddItem,
    CartFull,
    CurrencyMismatch,
    ItemView,
    LineTooLarge,
    Wanted,
)
from souk import Money, Transaction
from souk.errors import NotForSale, OutOfStock, Shortage, VersionConflict
from souk.faults import Fault
from souk.sqlstate import CheckViolation

_NOT_NOW = Fault("not_on_sale", "cannot be bought at present")

ABANDONED_AFTER = timedelta(days=1)
ABANDONED_AT_ONCE = 500


def add_item(tx: Transaction, owner_id: UUID, item: AddItem) -> ItemView:
    """Put a variant into the cart.

    Raises NotFound, NotForSale, OutOfStock, CurrencyMismatch, LineTooLarge or CartFull.
    """
    try:
        wanted = store.add_item(tx, owner_id, item.variant_id, item.quantity)
    except CheckViolation as refused:
        if refused.constraint == "a_line_holds_at_most_999":
            raise LineTooLarge(f"A line holds at most {MOST_OF_ONE_LINE}.") from refused
        raise CartFull(f"A cart holds at most {MOST_LINES} lines.") from refused
    view = _line(wanted)
    tx.record(
        UserAddedToCart(
            user_id=owner_id,
            product_id=wanted.product_id,
            variant_id=wanted.variant_id,
            seller_id=wanted.seller_id,
            quantity=item.quantity,
        )
    )
    _record(tx, owner_id, wanted.variant_id, view.quantity, wanted.version)
    return view


def change_item(tx: Transaction, owner_id: UUID, variant_id: UUID, quantity: int, seen: int | None) -> ItemView:
    """Set how many of a line are wanted, in the cart as it was seen when its version is named.

    Raises NotFound, VersionConflict, NotForSale or OutOfStock.
    """
    wanted = store.change_item(tx, owner_id, variant_id, quantity)
    assert wanted.version is not None
    if seen is not None and wanted.version != seen + 1:
        raise VersionConflict("cart", wanted.version - 1)
    view = _line(wanted)
    _record(tx, owner_id, variant_id, quantity, wanted.version)
    return view


def remove_item(tx: Transaction, owner_id: UUID, variant_id: UUID) -> None:
    """Take a line out of the cart.

    Raises NotFound.
    """
    version = store.remove_item(tx, owner_id, variant_id)
    _record(tx, owner_id, variant_id, 0, version)


def clear_cart(tx: Transaction, owner_id: UUID) -> None:
    """Empty the cart; an empty one stays as it is."""
    version = store.clear_cart(tx, owner_id)
    if version is not None:
        _record(tx, owner_id, None, 0, version)


def find_abandoned(tx: Transaction) -> None:
    """Publish which carts were left alone for a day, each once until its owner comes back."""
    for cart in store.mark_abandoned(tx, ABANDONED_AFTER, ABANDONED_AT_ONCE):
        lines = [CartLine(**line) for line in json.loads(cart["lines"])]
        tx.record(CartAbandoned(owner_id=cart["owner_id"], lines=lines, sequence=cart["version"]))


def _line(wanted: Wanted) -> ItemView:
    """Give the line as it is now, or say why it cannot be."""
    if not wanted.buyable:
        raise NotForSale(errors=[_NOT_NOW.at(f"items.{wanted.variant_id}")])
    if wanted.quantity is None:
        raise CurrencyMismatch(f"The cart holds {wanted.cart_currency}; this product sells in {wanted.currency}.")
    if wanted.quantity > wanted.available:
        raise OutOfStock([Shortage(wanted.variant_id, wanted.quantity, max(wanted.available, 0))])
    price = Money(amount=wanted.unit_amount, currency=wanted.currency)
    return ItemView(
        id=wanted.variant_id,
        variant_id=wanted.variant_id,
        product_id=wanted.product_id,
        title=wanted.title,
        quantity=wanted.quantity,
        unit_price=price,
        total=price * wanted.quantity,
    )


def _record(tx: Transaction, owner_id: UUID, variant_id: UUID | None, quantity: int, version: int | None) -> None:
    assert version is not None
    tx.record(CartUpdated(owner_id=owner_id, variant_id=variant_id, quantity=quantity, sequence=version))
