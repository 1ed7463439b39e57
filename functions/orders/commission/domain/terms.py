"""What the platform keeps of a line: pure.

A line is charged by itself, on what its shop sold it for: a share in basis points, rounded half up to the minor unit,
and a fixed amount for the line or for each unit; no less than the least, no more than the most, and never more than
leaves the shop something that covers the tax on it. The tax of a seller order is worked out once from the sum of its
lines and rounded half up; a line has the whole minor unit below its exact share or the one above it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from functions.orders.domain import tax


@dataclass(frozen=True, slots=True)
class Terms:
    """What is kept of a line, in minor units of its currency, by which version of a rule; by none, what is usual."""

    rate: int
    fixed: int = 0
    per_unit: bool = False
    least: int = 0
    most: int | None = None
    rule_id: UUID | None = None
    version: int | None = None

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> "Terms":
        """Read them as the database writes them."""
        return cls(**{**written, "rule_id": UUID(written["rule_id"])})

    def written(self) -> dict[str, Any]:
        """Give them as they are kept with what was sold by them."""
        return asdict(self) | {"rule_id": str(self.rule_id) if self.rule_id else None}

    def of(self, sold: int, units: int, tax_rate: int = 0) -> int:
        """Give what is kept of a line that was sold for this, without the tax that comes on it at this rate."""
        kept = tax.share_of(sold, self.rate) + self.fixed * (units if self.per_unit else 1)
        kept = max(kept, self.least)
        if self.most is not None:
            kept = min(kept, self.most)
        return min(kept, sold * tax.WHOLE // (tax.WHOLE + tax_rate))


USUAL = Terms(rate=1000)
"""What holds where no rule says anything."""


@dataclass(frozen=True, slots=True)
class Charges:
    """By which terms each variant is sold, and at which rate the commission of each shop is taxed, in basis points."""

    terms: Mapping[UUID, Terms]
    tax_rates: Mapping[UUID, int]

    def of_line(self, variant_id: UUID) -> Terms:
        """Give the terms of a variant."""
        return self.terms.get(variant_id, USUAL)

    def tax_rate(self, seller_id: UUID) -> int:
        """Give the rate of the tax on what a shop is charged."""
        return self.tax_rates.get(seller_id, 0)


USUAL_CHARGES = Charges({}, {})


@dataclass(frozen=True, slots=True)
class Charge:
    """What a line is charged, by which terms."""

    terms: Terms
    commission: int
    tax: int


def charge(terms: Sequence[Terms], sold: Sequence[int], units: Sequence[int], tax_rate: int) -> list[Charge]:
    """Give what the lines of one seller order are charged, with its tax."""
    kept = [one.of(amount, count, tax_rate) for one, amount, count in zip(terms, sold, units, strict=True)]
    taxes = tax.divided(kept, tax_rate, included=False)
    return [Charge(*one) for one in zip(terms, kept, taxes, strict=True)]


def rate_of_all(charges: Sequence[Charge]) -> int | None:
    """Give the one rate that says all that lines were charged by; None when there are several, or more to say."""
    rates = {one.terms.rate for one in charges}
    plain = all(not one.terms.fixed and not one.terms.least and one.terms.most is None for one in charges)
    return rates.pop() if plain and len(rates) == 1 else None
