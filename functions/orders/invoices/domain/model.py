"""What is asked and shown of invoices."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from functions.orders.invoices.domain.document import DocumentKind
from souk import Money, Request, View, Work
from souk.paging import Page
from souk.text import OneLine
from souk.timestamp import Timestamp


class WriteInvoices(Work):
    """The files of an order's invoices and credit notes that there are none of yet."""

    job = "orders-write-invoices"

    order_id: UUID


class ListInvoices(Page):
    """Which of a shop's invoices and credit notes to list, the latest first."""

    kind: Annotated[DocumentKind | None, Field(description="Only invoices, or only credit notes")] = None
    number: Annotated[Annotated[str, OneLine(40)] | None, Field(description="The one of this number")] = None
    since: Annotated[date | None, Field(description="Only what was issued on this day, in UTC, or later")] = None
    until: Annotated[date | None, Field(description="Only what was issued on this day, in UTC, or before")] = None


class ShowInvoice(Request):
    """Which of an order's invoices to show."""

    seller_order_id: Annotated[
        UUID | None, Field(description="The seller order that it is for, where the order has several")
    ] = None


class InvoiceView(View):
    """An invoice, or a credit note and the number of the invoice that it `corrects`.

    `url` leads to its PDF for a quarter of an hour, and is null for the moments in which that is written.
    """

    id: UUID
    kind: DocumentKind
    number: str
    corrects: str | None
    order_id: UUID
    order_number: str
    seller_order_id: UUID
    seller_id: UUID
    seller_name: str
    issued_at: Timestamp
    total: Money
    tax: Money
    url: str | None


class InvoicesView(View):
    """The invoices and credit notes of an order, the first one issued in front."""

    items: list[InvoiceView]
