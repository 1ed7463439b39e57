"""What an order costs: pure. The seller orders sum to the order, to the minor unit."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from functions.orders.commission.domain.terms import USUAL_CHARGES, Charge, Charges, charge, rate_of_all
from functions.orders.domain import tax
from functions.orders.domain.model import TotalTooLarge
from functions.orders.promotions.domain.discounts import NO_DISCOUNTS, Discounts, Taken
from souk.money import MOST, split


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the cart at today's price; `tax_class` is how it is taxed."""

    variant_id: UUID
    seller_id: UUID
    quantity: int
    unit_amount: int
    tax_class: str

    @property
    def total(self) -> int:
        """What the line costs before anything is taken off, as prices are read."""
        return self.unit_amount * self.quantity


@dataclass(frozen=True, slots=True)
class Taxed:
    """What is taxed at one rate, in basis points: without the tax, and the tax."""

    rate: int
    net: int
    tax: int


@dataclass(frozen=True, slots=True)
class PricedLine[I: Item]:
    """A line with what is taken off it, its tax rate, its share of the seller's tax, and what it is charged."""

    item: I
    discount: Taken
    tax_rate: int
    tax: int
    charge: Charge

    @property
    def total(self) -> int:
        """What the line costs after that, as prices are read."""
        return self.item.total - self.discount.total


@dataclass(frozen=True, slots=True)
class PricedSellerOrder[I: Item]:
    """What one seller sells in an order; commission is kept from the items, not from the delivery.

    It is kept from what the shop sold them for, with what the platform takes off and pays itself. Rates are frozen with
    it, in basis points.
    """

    seller_id: UUID
    lines: tuple[PricedLine[I], ...]
    items: int
    shipping: int
    discount: Taken
    shipping_discount: Taken
    shipping_tax: int
    tax: int
    taxes: tuple[Taxed, ...]
    commission_tax_rate: int

    @property
    def commission(self) -> int:
        """What the platform keeps of it, without the tax on that."""
        return sum(line.charge.commission for line in self.lines)

    @property
    def commission_tax(self) -> int:
        """The tax on what the platform keeps."""
        return sum(line.charge.tax for line in self.lines)

    @property
    def commission_rate(self) -> int | None:
        """The rate that says all of what is kept; None when there is more to say."""
        return rate_of_all([line.charge for line in self.lines])

    @property
    def total(self) -> int:
        """What the customer pays this seller, VAT included."""
        return sum(one.net + one.tax for one in self.taxes)

    @property
    def subsidy(self) -> int:
        """What the platform pays this seller for its own promotions."""
        return self.discount.by_platform + self.shipping_discount.by_platform


@dataclass(frozen=True, slots=True)
class Priced[I: Item]:
    """A whole order; whether its prices have the tax in them is frozen with it."""

    seller_orders: tuple[PricedSellerOrder[I], ...]
    items: int
    shipping: int
    discount: int
    shipping_discount: int
    tax: int
    taxes: tuple[Taxed, ...]
    total: int
    prices_include_tax: bool


def price[I: Item](
    items: Sequence[I],
    deliveries: Mapping[UUID, int],
    rates: Mapping[str, int],
    *,
    prices_include_tax: bool = True,
    charges: Charges = USUAL_CHARGES,
    discounts: Discounts = NO_DISCOUNTS,
) -> Priced[I]:
    """Price the lines of a cart, each seller's with its delivery, at the rates of their destination by class.

    Each seller order is one invoice and is rounded as one, each rate by itself: see `tax`. Its delivery is part of what
    the goods cost (Directive 2006/112/EC, article 78, point b), so it is taxed as they are: divided among their rates
    in proportion to their prices, evenly when all are free. Tax is on what the customer pays.

    Raises TotalTooLarge.
    """
    ordered = sorted(items, key=lambda item: (item.seller_id, item.variant_id))
    seller_orders = tuple(
        _seller_order(tuple(group), deliveries[seller_id], rates, prices_include_tax, charges, discounts)
        for seller_id, group in groupby(ordered, key=lambda item: item.seller_id)
    )
    priced = Priced(
        seller_orders=seller_orders,
        items=sum(one.items for one in seller_orders),
        shipping=sum(one.shipping for one in seller_orders),
        discount=sum(one.discount.total for one in seller_orders),
        shipping_discount=sum(one.shipping_discount.total for one in seller_orders),
        tax=sum(one.tax for one in seller_orders),
        taxes=_summed(taxed for one in seller_orders for taxed in one.taxes),
        total=sum(one.total for one in seller_orders),
        prices_include_tax=prices_include_tax,
    )
    if priced.total > MOST:
        raise TotalTooLarge("The order is too large; please place several.")
    return priced


def _seller_order[I: Item](
    items: Sequence[I],
    delivery: int,
    rates: Mapping[str, int],
    prices_include_tax: bool,
    charges: Charges,
    discounts: Discounts,
) -> PricedSellerOrder[I]:
    seller_id = items[0].seller_id
    taken, off_delivery = [discounts.of_line(item.variant_id) for item in items], discounts.of_parcel(seller_id)
    totals = [item.total - one.total for item, one in zip(items, taken, strict=True)]
    sold = [amount + one.by_platform for amount, one in zip(totals, taken, strict=True)]
    at_rate: defaultdict[int, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        at_rate[rates[item.tax_class]].append(place)
    of_rate = sorted(at_rate.items(), reverse=True)
    paid_delivery = delivery - off_delivery.total
    deliveries = _share(paid_delivery, [sum(totals[place] for place in places) for _, places in of_rate])
    line_taxes = [0] * len(items)
    shipping_tax = 0
    taxes = []
    for (rate, places), shipping in zip(of_rate, deliveries, strict=True):
        amounts = [*(totals[place] for place in places), shipping]
        divided = tax.divided(amounts, rate, included=prices_include_tax)
        for place, share in zip(places, divided, strict=False):
            line_taxes[place] = share
        shipping_tax += divided[-1]
        included = sum(divided) if prices_include_tax else 0
        taxes.append(Taxed(rate, net=sum(amounts) - included, tax=sum(divided)))
    terms, units = [charges.of_line(item.variant_id) for item in items], [item.quantity for item in items]
    kept = charge(terms, sold, units, charges.tax_rate(seller_id))
    lines = zip(items, taken, line_taxes, kept, strict=True)
    return PricedSellerOrder(
        seller_id=seller_id,
        lines=tuple(PricedLine(item, off, rates[item.tax_class], share, one) for item, off, share, one in lines),
        items=sum(item.total for item in items),
        shipping=delivery,
        discount=Taken(sum(one.by_shop for one in taken), sum(one.by_platform for one in taken)),
        shipping_discount=off_delivery,
        shipping_tax=shipping_tax,
        tax=sum(one.tax for one in taxes),
        taxes=tuple(taxes),
        commission_tax_rate=charges.tax_rate(seller_id),
    )


def _summed(taxes: Iterable[Taxed]) -> tuple[Taxed, ...]:
    """Put together what is taxed at the same rate, the highest first."""
    found: dict[int, Taxed] = {}
    for one in taxes:
        other = found.get(one.rate, Taxed(one.rate, 0, 0))
        found[one.rate] = Taxed(one.rate, one.net + other.net, one.tax + other.tax)
    return tuple(found[rate] for rate in sorted(found, reverse=True))


def _share(amount: int, weights: Sequence[int]) -> list[int]:
    """Divide an amount by weights; evenly when everything is free."""
    fair = weights if any(weights) else [1] * len(weights)
    return split(amount, fair)
