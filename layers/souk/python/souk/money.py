"""Money: integer minor units and an ISO 4217 currency, never a float."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from souk.currency import Currency

# The greatest price, and the greatest total of an order.
MOST = 10**12
# 200 lines of 999 at the greatest price fit in, and it fits a bigint.
_GREATEST_SUM = 10**6 * MOST

_Amount = Annotated[int, Field(description="Minor units, pence for GBP", examples=[1999])]
MinorUnits = Annotated[_Amount, Field(ge=0, le=MOST)]


class Money(BaseModel):
    """An amount in minor units of one currency."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    amount: Annotated[_Amount, Field(ge=-_GREATEST_SUM, le=_GREATEST_SUM)]
    currency: Currency

    def __mul__(self, quantity: int) -> "Money":
        return Money(amount=self.amount * quantity, currency=self.currency)


class Price(Money):
    """What something costs: above 0."""

    amount: Annotated[_Amount, Field(ge=1, le=MOST)]


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """Divide among weights so that the parts sum to the whole (largest remainder, earlier part wins a tie).

    Raises ValueError when there is no positive weight or one is negative.
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError("weights must be non-negative with a positive sum")
    shares = [amount * weight // total for weight in weights]
    remainders = [amount * weight % total for weight in weights]
    for index in sorted(range(len(weights)), key=lambda i: -remainders[i])[: amount - sum(shares)]:
        shares[index] += 1
    return shares
