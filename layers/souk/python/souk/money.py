"""Money: integer minor units and an ISO 4217 currency, never a float."""

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217 code", examples=["GBP"])]
MinorUnits = Annotated[int, Field(ge=-(10**12), le=10**12, description="Minor units, pence for GBP", examples=[1999])]


class Money(BaseModel):
    """An amount in minor units of one currency."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    amount: MinorUnits
    currency: Currency

    def __add__(self, other: "Money") -> "Money":
        return Money(amount=self.amount + self._same(other).amount, currency=self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(amount=self.amount - self._same(other).amount, currency=self.currency)

    def __mul__(self, quantity: int) -> "Money":
        return Money(amount=self.amount * quantity, currency=self.currency)

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"cannot mix {self.currency} and {other.currency}")
        return other

    def split(self, weights: Sequence[int]) -> list[Self]:
        """Divide among weights so that the parts sum to the whole (largest remainder, earlier part wins a tie).

        Raises ValueError when there is no positive weight or one is negative.
        """
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            raise ValueError("weights must be non-negative with a positive sum")
        shares = [self.amount * weight // total for weight in weights]
        remainders = [self.amount * weight % total for weight in weights]
        for index in sorted(range(len(weights)), key=lambda i: -remainders[i])[: self.amount - sum(shares)]:
            shares[index] += 1
        return [type(self)(amount=share, currency=self.currency) for share in shares]


class Price(Money):
    """An amount that is never negative."""

    amount: Annotated[int, Field(ge=0, le=10**12, description="Minor units, pence for GBP", examples=[1999])]
