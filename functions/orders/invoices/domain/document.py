"""What an invoice or a credit note says: pure, and frozen once it is issued. Amounts are minor units of one currency.

What has to stand on one: Council Directive 2006/112/EC, articles 219 and 226.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from souk.money import split

type DocumentKind = Annotated[
    Literal["invoice", "credit_note"], Field(description="What was sold, or what of that went back")
]
type Note = Literal["export"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Party(_Part):
    """Who sells or buys; of a shop that did not say who sells by law, there are its name and country."""

    name: str
    country: str
    line1: str | None = None
    line2: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    tax_id: str | None = None


class Line(_Part):
    """What was sold; its total is what its units cost less the discount, with tax where all prices have it."""

    title: str
    options: tuple[str, ...]
    sku: str
    quantity: int
    unit_amount: int
    discount_amount: int
    total_amount: int
    tax_rate: int
    tax_amount: int


class TaxedAt(_Part):
    """What of the whole is taxed at a rate, in basis points."""

    rate: int
    net_amount: int
    tax_amount: int

    @property
    def gross_amount(self) -> int:
        """What it costs with its tax."""
        return self.net_amount + self.tax_amount


class Corrected(_Part):
    """The invoice that a credit note corrects."""

    number: str
    issued_at: datetime


class Document(_Part):
    """An invoice, or a credit note with the invoice that it corrects and why.

    A credit note of a part of an invoice has no lines: what goes back need not be what was sold.
    """

    kind: DocumentKind
    currency: str
    order_number: str
    ordered_at: datetime
    shop_name: str
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    delivery: str | None
    delivery_amount: int
    prices_include_tax: bool
    tax_table: tuple[TaxedAt, ...]
    total_amount: int
    notes: tuple[Note, ...]
    corrects: Corrected | None = None
    reason: str | None = None

    @property
    def tax_amount(self) -> int:
        """The tax that the total includes."""
        return sum(one.tax_amount for one in self.tax_table)


def credited(invoice: Document, corrects: Corrected, reason: str, amount: int, tax_amount: int) -> Document:
    """Give back a part of an invoice, or all of it, each rate's share of what was taxed at it."""
    of = invoice.tax_table
    gross = _split(amount, [one.gross_amount for one in of])
    taxes = _split(tax_amount, [one.tax_amount for one in of])
    is_whole = amount == invoice.total_amount
    return invoice.model_copy(
        update={
            "kind": "credit_note",
            "corrects": corrects,
            "reason": reason,
            "lines": invoice.lines if is_whole else (),
            "delivery": invoice.delivery if is_whole else None,
            "delivery_amount": invoice.delivery_amount if is_whole else 0,
            "tax_table": tuple(
                TaxedAt(rate=one.rate, net_amount=part - of_it, tax_amount=of_it)
                for one, part, of_it in zip(of, gross, taxes, strict=True)
            ),
            "total_amount": amount,
        }
    )


def _split(amount: int, weights: Sequence[int]) -> list[int]:
    """Divide an amount by weights; evenly when they weigh nothing."""
    return split(amount, weights if any(weights) else [1] * len(weights))
