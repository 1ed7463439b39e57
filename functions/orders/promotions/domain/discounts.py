"""What promotions take off a cart: pure.

Promotions that do not stack compete. Each shop's best one stands against the platform's best one, which takes the place
of the shops' in the parcels that it touches, and the customer gets what takes off most; of equals the shops' stand,
else the one with the lower id. Those that stack then add up on what is left, the shops' before the platform's, each by
its id. Nothing falls below 0.

What a promotion takes off is rounded once, half up to the minor unit, and divided over its lines by what is left of
them, so that it sums exactly. A least total is one of goods at their price: the shop's, or all for the platform's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from functions.orders.domain.tax import share_of
from souk.money import split


@dataclass(frozen=True, slots=True)
class Goods:
    """A line of a cart at today's price, with the categories of its product from the root down."""

    variant_id: UUID
    product_id: UUID
    seller_id: UUID
    quantity: int
    unit_amount: int
    categories: frozenset[UUID] = frozenset()

    @property
    def total(self) -> int:
        """What the line costs before anything is taken off."""
        return self.unit_amount * self.quantity


@dataclass(frozen=True, slots=True)
class Promotion:
    """A promotion that may apply: a shop's, or the platform's without one; its benefit is a model's document."""

    id: UUID
    seller_id: UUID | None
    title: str
    benefit: Mapping[str, Any]
    currency: str | None = None
    least_amount: int = 0
    products: frozenset[UUID] = frozenset()
    categories: frozenset[UUID] = frozenset()
    shops: frozenset[UUID] = frozenset()
    stackable: bool = False
    code: str | None = None

    def is_about(self, line: Goods) -> bool:
        """Whether the line is one of those that it is for."""
        narrowed = self.products or self.categories
        return (
            self.seller_id in (None, line.seller_id)
            and (not self.shops or line.seller_id in self.shops)
            and (not narrowed or line.product_id in self.products or not self.categories.isdisjoint(line.categories))
        )

    def is_reached(self, goods: Iterable[Goods]) -> bool:
        """Whether the goods come to its least total."""
        of_owner = (line.total for line in goods if self.seller_id in (None, line.seller_id))
        return sum(of_owner) >= self.least_amount

    def fits(self, goods: Sequence[Goods], currency: str) -> bool:
        """Whether it can take anything off a cart."""
        return (
            self.currency in (None, currency) and self.is_reached(goods) and any(self.is_about(line) for line in goods)
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken off a line or a parcel, by who pays for it."""

    by_shop: int = 0
    by_platform: int = 0

    @property
    def total(self) -> int:
        """What the customer pays less."""
        return self.by_shop + self.by_platform


@dataclass(frozen=True, slots=True)
class Applied:
    """What one promotion took off, by shop."""

    promotion: Promotion
    amounts: Mapping[UUID, int]

    @property
    def total(self) -> int:
        """What it took off the whole cart."""
        return sum(self.amounts.values())


@dataclass(frozen=True, slots=True)
class Discounts:
    """What was taken off each line by its variant, off each parcel by its shop, and by what."""

    lines: Mapping[UUID, Taken]
    parcels: Mapping[UUID, Taken]
    applied: tuple[Applied, ...]

    def of_line(self, variant_id: UUID) -> Taken:
        """Give what was taken off a line."""
        return self.lines.get(variant_id, _NOTHING)

    def of_parcel(self, seller_id: UUID) -> Taken:
        """Give what was taken off a shop's delivery."""
        return self.parcels.get(seller_id, _NOTHING)


_NOTHING = Taken()
NO_DISCOUNTS = Discounts({}, {}, ())


@dataclass(frozen=True, slots=True)
class _Left:
    """Amounts of lines by variant, and of parcels by shop: what is left of them, or what is taken off."""

    lines: Mapping[UUID, int]
    parcels: Mapping[UUID, int]

    @property
    def total(self) -> int:
        return sum(self.lines.values()) + sum(self.parcels.values())

    def less(self, cut: "_Left") -> "_Left":
        return _Left(
            {one: left - cut.lines.get(one, 0) for one, left in self.lines.items()},
            {one: left - cut.parcels.get(one, 0) for one, left in self.parcels.items()},
        )

    def by_shop(self, goods: Iterable[Goods]) -> dict[UUID, int]:
        amounts = dict(self.parcels)
        for line in goods:
            amounts[line.seller_id] = amounts.get(line.seller_id, 0) + self.lines.get(line.variant_id, 0)
        return {shop: amount for shop, amount in amounts.items() if amount}


def discount(
    goods: Iterable[Goods], deliveries: Mapping[UUID, int], promotions: Iterable[Promotion], currency: str
) -> Discounts:
    """Give what the promotions take off a cart's lines and off the delivery of each shop's parcel, in minor units."""
    lines = sorted(goods, key=lambda line: line.variant_id)
    offered = sorted((one for one in promotions if one.fits(lines, currency)), key=lambda one: one.id)
    if not offered:
        return NO_DISCOUNTS
    left = _Left({line.variant_id: line.total for line in lines}, deliveries)
    stacked = sorted((one for one in offered if one.stackable), key=lambda one: (one.seller_id is None, one.id))
    applied: list[tuple[Promotion, _Left]] = []
    for promotion in [*_winners([one for one in offered if not one.stackable], lines, left), *stacked]:
        cut = _cut(promotion, lines, left)
        if cut.total:
            applied.append((promotion, cut))
            left = left.less(cut)
    return Discounts(
        {one: taken for one in left.lines if (taken := _taken(one, ((by, cut.lines) for by, cut in applied))).total},
        {one: taken for one in deliveries if (taken := _taken(one, ((by, cut.parcels) for by, cut in applied))).total},
        tuple(Applied(promotion, cut.by_shop(lines)) for promotion, cut in applied),
    )


def _winners(competing: Iterable[Promotion], goods: Sequence[Goods], left: _Left) -> list[Promotion]:
    """Give those of the promotions, in the order of their ids, that together take off most, none beside another."""
    own: dict[UUID, tuple[int, Promotion]] = {}
    cuts = [(promotion, _cut(promotion, goods, left)) for promotion in competing]
    for promotion, cut in cuts:
        shop = promotion.seller_id
        if shop is not None and cut.total > (own[shop][0] if shop in own else 0):
            own[shop] = (cut.total, promotion)
    best, winners = sum(amount for amount, _ in own.values()), [promotion for _, promotion in own.values()]
    for promotion, cut in cuts:
        if promotion.seller_id is not None:
            continue
        touched = cut.by_shop(goods)
        beside = [(amount, theirs) for shop, (amount, theirs) in own.items() if shop not in touched]
        total = cut.total + sum(amount for amount, _ in beside)
        if total > best:
            best, winners = total, [*(theirs for _, theirs in beside), promotion]
    return winners


def _cut(promotion: Promotion, goods: Sequence[Goods], left: _Left) -> _Left:
    """Give what a promotion takes off what is left."""
    about = [line for line in goods if promotion.is_about(line)]
    amounts = [left.lines[line.variant_id] for line in about]
    match promotion.benefit:
        case {"kind": "percentage", "rate": rate}:
            return _shared(share_of(sum(amounts), rate), about, amounts)
        case {"kind": "amount", "amount": {"amount": amount}}:
            return _shared(min(amount, sum(amounts)), about, amounts)
        case {"kind": "free_delivery"}:
            shops = {line.seller_id for line in about}
            return _Left({}, {shop: left.parcels.get(shop, 0) for shop in shops})
        case {"kind": "buy_x_get_y", "buy": buy, "get": get, "rate": rate}:
            units = _given(about, buy, get)
            given = [
                amount * units[line.variant_id] // line.quantity for line, amount in zip(about, amounts, strict=True)
            ]
            return _shared(share_of(sum(given), rate), about, given)
    raise ValueError(f"no benefit is of the kind {promotion.benefit['kind']}")


def _given(about: Iterable[Goods], buy: int, get: int) -> dict[UUID, int]:
    """Give how many units of each line are given: the cheapest of each full group, the dearest units grouped first.

    Grouped so, another unit in the cart never makes the others dearer.
    """
    dearest_first = sorted(about, key=lambda line: (-line.unit_amount, line.variant_id))
    size = buy + get
    grouped = sum(line.quantity for line in dearest_first) // size * size
    given, before = {}, 0
    for line in dearest_first:
        ends = [min(place, grouped) for place in (before, before + line.quantity)]
        first, last = (place // size * get + max(0, place % size - buy) for place in ends)
        given[line.variant_id] = last - first
        before += line.quantity
    return given


def _shared(amount: int, about: Iterable[Goods], weights: Sequence[int]) -> _Left:
    if not amount:
        return _Left({}, {})
    return _Left(dict(zip((line.variant_id for line in about), split(amount, weights), strict=True)), {})


def _taken(of: UUID, cuts: Iterable[tuple[Promotion, Mapping[UUID, int]]]) -> Taken:
    by_shop = by_platform = 0
    for promotion, amounts in cuts:
        if promotion.seller_id is None:
            by_platform += amounts.get(of, 0)
        else:
            by_shop += amounts.get(of, 0)
    return Taken(by_shop, by_platform)
