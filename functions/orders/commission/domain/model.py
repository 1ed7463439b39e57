"""What is said of rules of commission, and what is shown of them."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from souk import Money, Request, View
from souk.errors import Conflict
from souk.message import Versioned
from souk.money import Price
from souk.paging import Page
from souk.timestamp import Timestamp

BasisPoints = Annotated[int, Field(ge=0, le=10_000, description="Basis points")]
type FixedPer = Annotated[Literal["line", "unit"], Field(description="What the fixed amount is taken of")]


class CommissionTerms(Request):
    """What is kept of a line: a share of what its shop sold it for, and a fixed amount, between two bounds.

    One with amounts is for sales in their currency, which is one.
    """

    rate: BasisPoints
    fixed: Price | None = None
    fixed_per: FixedPer = "line"
    least: Annotated[Price | None, Field(description="What is kept of a line at least")] = None
    most: Annotated[Price | None, Field(description="What is kept of a line at most")] = None

    @property
    def amounts(self) -> dict[str, Money]:
        """The amounts that are named, by their fields."""
        named = {"fixed": self.fixed, "least": self.least, "most": self.most}
        return {name: money for name, money in named.items() if money is not None}

    @property
    def currency(self) -> str | None:
        """The currency of the sales that it is for; None when it is for those in any."""
        return next((money.currency for money in self.amounts.values()), None)

    def columns(self) -> dict[str, Any]:
        """Give them as their row has them."""
        return {
            "currency": self.currency,
            "rate": self.rate,
            "fixed_amount": self.fixed.amount if self.fixed else 0,
            "fixed_per": self.fixed_per,
            "least_amount": self.least.amount if self.least else None,
            "most_amount": self.most.amount if self.most else None,
        }


class CommissionScope(Request):
    """What is sold: by a shop, in a category and what is below it, or both; else by everybody."""

    seller_id: UUID | None = None
    category_id: UUID | None = None


class CreateCommissionRule(CommissionTerms, CommissionScope):
    """A rule of commission for what is sold from now on."""


class ChangeCommissionRule(CommissionTerms, Versioned):
    """The terms of a rule as they shall be; whom it is for stays as it is."""


class ListCommissionRules(Page):
    """Which rules to list, the latest first."""

    in_force: Annotated[bool | None, Field(description="Only those that were not ended, or only those that were")] = (
        None
    )


class PreviewCommission(CommissionScope):
    """An example of a line: so many units at this price, sold by a shop, in a category."""

    price: Price
    quantity: Annotated[int, Field(ge=1, le=999)] = 1


class CommissionRuleView(View):
    """A rule of commission; without a shop and a category it is for everybody."""

    id: UUID
    seller_id: UUID | None
    seller_name: str | None
    category_id: UUID | None
    rate: BasisPoints
    fixed: Money | None
    fixed_per: FixedPer
    least: Money | None
    most: Money | None
    created_at: Timestamp
    ended_at: Timestamp | None
    version: int


class CommissionPreview(View):
    """What would be kept of an example, by which rule; by none, what is usual. `left` is what its shop would get."""

    rule_id: UUID | None
    sold: Money
    commission: Money
    commission_tax: Money
    commission_tax_rate: BasisPoints
    left: Money


class CommissionRuleExists(Conflict, code="commission_rule_exists"):
    """There is a rule in force for the same."""


class CommissionRuleOver(Conflict, code="commission_rule_ended"):
    """The rule was ended."""
