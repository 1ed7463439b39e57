"""What goes back of a sale: pure.

Every share is cumulative, so that whatever is refunded in whichever steps, all of it gives back exactly what was taken.
The first n of a line's units are worth floor(total x n / quantity), and n more than r units what the first r + n are
worth, less what the first r are. Tax, commission, the tax on that, and subsidy of an amount are their floored share of
all that was refunded by then, less what was given back of them before; of a line that the platform paid whole, units
count.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from souk.money import split


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line as it was paid for, and what of it went back or was claimed to."""

    id: UUID
    variant_id: UUID
    quantity: int
    total_amount: int
    tax_amount: int
    commission_amount: int
    commission_tax_amount: int
    subsidy_amount: int
    refunded_quantity: int = 0
    returning_quantity: int = 0
    refunded_amount: int = 0
    refunded_tax_amount: int = 0
    refunded_commission_amount: int = 0
    refunded_commission_tax_amount: int = 0
    refunded_subsidy_amount: int = 0

    @property
    def left(self) -> int:
        """What may still be refunded of it."""
        return self.total_amount - self.refunded_amount

    @property
    def units_left(self) -> int:
        """How many units are neither refunded nor on their way back."""
        return self.quantity - self.refunded_quantity - self.returning_quantity

    def worth(self, units: int) -> int:
        """Give what so many more units are worth, no more than is left."""
        before, after = self.refunded_quantity, self.refunded_quantity + units
        share = self.total_amount * after // self.quantity - self.total_amount * before // self.quantity
        return min(share, self.left)


@dataclass(frozen=True, slots=True)
class Back:
    """What goes back of one line."""

    line_id: UUID
    quantity: int
    amount: int
    tax: int
    commission: int
    commission_tax: int
    subsidy: int


@dataclass(frozen=True, slots=True)
class SoldShare:
    """What goes back of one seller order."""

    lines: tuple[Back, ...]
    shipping: int
    shipping_tax: int
    shipping_subsidy: int

    @property
    def amount(self) -> int:
        """What the customer gets."""
        return self.shipping + sum(line.amount for line in self.lines)

    @property
    def tax(self) -> int:
        """The tax in it."""
        return self.shipping_tax + sum(line.tax for line in self.lines)

    @property
    def commission(self) -> int:
        """What the platform gives back of its commission."""
        return sum(line.commission for line in self.lines)

    @property
    def commission_tax(self) -> int:
        """The tax on that."""
        return sum(line.commission_tax for line in self.lines)

    @property
    def subsidy(self) -> int:
        """What the platform takes back of what it paid for its promotions."""
        return self.shipping_subsidy + sum(line.subsidy for line in self.lines)

    @property
    def is_owed(self) -> bool:
        """Whether anything goes back, to the customer or to the platform."""
        return bool(self.amount or self.subsidy)


@dataclass(frozen=True, slots=True)
class SoldPart:
    """A seller order as it was paid for, its delivery with what of that went back."""

    shipping_amount: int
    shipping_tax_amount: int
    shipping_subsidy_amount: int
    refunded_shipping_amount: int
    refunded_tax_amount: int
    refunded_subsidy_amount: int
    lines: tuple[SoldLine, ...]

    @property
    def refunded_shipping_subsidy_amount(self) -> int:
        """What the platform took back of what it paid for the delivery."""
        return self.refunded_subsidy_amount - sum(line.refunded_subsidy_amount for line in self.lines)

    @property
    def shipping_left(self) -> int:
        """What may still be refunded of the delivery."""
        return self.shipping_amount - self.refunded_shipping_amount

    @property
    def left(self) -> int:
        """What may still be refunded of all of it."""
        return self.shipping_left + sum(line.left for line in self.lines)


def of(part: SoldPart, claims: Sequence[tuple[SoldLine, int, int]], shipping: int) -> SoldShare:
    """Give what goes back of a seller order when of each line so many units, and this amount, are refunded."""
    refunded = part.refunded_shipping_amount + shipping
    return SoldShare(
        lines=tuple(_back(line, units, amount) for line, units, amount in claims if units or amount),
        shipping=shipping,
        shipping_tax=_more(
            part.shipping_tax_amount,
            refunded,
            part.shipping_amount,
            part.refunded_tax_amount - sum(line.refunded_tax_amount for line in part.lines),
        ),
        shipping_subsidy=_more(
            part.shipping_subsidy_amount, refunded, part.shipping_amount, part.refunded_shipping_subsidy_amount
        ),
    )


def everything(part: SoldPart) -> SoldShare:
    """Give back all that is left of a seller order, and of the units those that are not on their way back."""
    share = of(part, [(line, line.units_left, line.left) for line in part.lines], part.shipping_left)
    return replace(share, shipping_subsidy=part.shipping_subsidy_amount - part.refunded_shipping_subsidy_amount)


def spread(part: SoldPart, amount: int) -> SoldShare:
    """Give back an amount, at most what is left, of all lines and the delivery alike."""
    *amounts, shipping = split(amount, [*(line.left for line in part.lines), part.shipping_left])
    claims = [(line, 0, share) for line, share in zip(part.lines, amounts, strict=True)]
    return of(part, claims, shipping)


def after(part: SoldPart, share: SoldShare) -> SoldPart:
    """Give the seller order as it is once a share of it was claimed."""
    backs = {back.line_id: back for back in share.lines}
    return replace(
        part,
        refunded_shipping_amount=part.refunded_shipping_amount + share.shipping,
        refunded_tax_amount=part.refunded_tax_amount + share.tax,
        refunded_subsidy_amount=part.refunded_subsidy_amount + share.subsidy,
        lines=tuple(_claimed(line, backs[line.id]) if line.id in backs else line for line in part.lines),
    )


def _claimed(line: SoldLine, back: Back) -> SoldLine:
    return replace(
        line,
        refunded_quantity=line.refunded_quantity + back.quantity,
        refunded_amount=line.refunded_amount + back.amount,
        refunded_tax_amount=line.refunded_tax_amount + back.tax,
        refunded_commission_amount=line.refunded_commission_amount + back.commission,
        refunded_commission_tax_amount=line.refunded_commission_tax_amount + back.commission_tax,
        refunded_subsidy_amount=line.refunded_subsidy_amount + back.subsidy,
    )


def _back(line: SoldLine, units: int, amount: int) -> Back:
    refunded, sold = line.refunded_amount + amount, line.total_amount
    if not sold:
        refunded, sold = line.refunded_quantity + units, line.quantity
    return Back(
        line_id=line.id,
        quantity=units,
        amount=amount,
        tax=_more(line.tax_amount, refunded, sold, line.refunded_tax_amount),
        commission=_more(line.commission_amount, refunded, sold, line.refunded_commission_amount),
        commission_tax=_more(line.commission_tax_amount, refunded, sold, line.refunded_commission_tax_amount),
        subsidy=_more(line.subsidy_amount, refunded, sold, line.refunded_subsidy_amount),
    )


def _more(whole: int, part: int, of_all: int, given: int) -> int:
    """Give how much more of a whole is due when this part of all is refunded; never less than nothing."""
    return max(whole * part // of_all - given, 0) if of_all else 0
