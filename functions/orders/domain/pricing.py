"""What an order costs: pure. The seller orders sum to the order, to the minor unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from functions.orders.domain import tax
from functions.orders.domain.model import TotalTooLarge
from souk.money import MOST, split

COMMISSION_RATE = 1000


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the cart at today's price."""

    variant_id: UUID
    seller_id: UUID
    quantity: int
    unit_amount: int

    @property
    def total(self) -> int:
        """What the line costs, VAT included."""
        return self.unit_amount * self.quantity


@dataclass(frozen=True, slots=True)
class PricedLine[I: Item]:
    """A line with its share of the seller's tax and commission."""

    item: I
    tax: int
    commission: int


@dataclass(frozen=True, slots=True)
class PricedSellerOrder[I: Item]:
    """What one seller sells in an order; commission is kept from the items, not from the delivery."""

    seller_id: UUID
    lines: tuple[PricedLine[I], ...]
    items: int
    shipping: int
    shipping_tax: int
    tax: int
    commission: int

    @property
    def total(self) -> int:
        """What the customer pays this seller, VAT included."""
        return self.items + self.shipping


@dataclass(frozen=True, slots=True)
class Priced[I: Item]:
    """A whole order; tax and commission rates are frozen with it, in basis points."""

    seller_orders: tuple[PricedSellerOrder[I], ...]
    items: int
    shipping: int
    tax: int
    total: int
    tax_rate: int
    commission_rate: int


def price[I: Item](
    items: Sequence[I], deliveries: Mapping[UUID, int], tax_rate: int, commission_rate: int = COMMISSION_RATE
) -> Priced[I]:
    """Price the lines of a cart at the tax rate of their destination, in basis points, each seller's with its delivery.

    Each seller order is one invoice and is rounded as one.

    Raises TotalTooLarge.
    """
    if sum(item.total for item in items) + sum(deliveries.values()) > MOST:
        raise TotalTooLarge("The order is too large; please place several.")
    ordered = sorted(items, key=lambda item: (item.seller_id, item.variant_id))
    seller_orders = tuple(
        _seller_order(tuple(group), deliveries[seller_id], tax_rate, commission_rate)
        for seller_id, group in groupby(ordered, key=lambda item: item.seller_id)
    )
    return Priced(
        seller_orders=seller_orders,
        items=sum(one.items for one in seller_orders),
        shipping=sum(one.shipping for one in seller_orders),
        tax=sum(one.tax for one in seller_orders),
        total=sum(one.total for one in seller_orders),
        tax_rate=tax_rate,
        commission_rate=commission_rate,
    )


def _seller_order[I: Item](items: Sequence[I], delivery: int, rate: int, commission_rate: int) -> PricedSellerOrder[I]:
    totals = [item.total for item in items]
    goods = sum(totals)
    included = tax.included_in(goods + delivery, rate)
    commission = tax.share_of(goods, commission_rate)
    *taxes, delivery_tax = _share(included, [*totals, delivery])
    commissions = _share(commission, totals)
    return PricedSellerOrder(
        seller_id=items[0].seller_id,
        lines=tuple(PricedLine(*line) for line in zip(items, taxes, commissions, strict=True)),
        items=goods,
        shipping=delivery,
        shipping_tax=delivery_tax,
        tax=included,
        commission=commission,
    )


def _share(amount: int, weights: Sequence[int]) -> list[int]:
    """Divide an amount by weights; evenly when everything is free."""
    fair = weights if any(weights) else [1] * len(weights)
    return split(amount, fair)
