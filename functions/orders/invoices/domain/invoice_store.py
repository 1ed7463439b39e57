"""What is issued, and what is to be.

What acts for no shop reads the owner's views of all shops, and writes through the owner's functions.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from events.orders import InvoiceIssued
from functions.orders.invoices.domain.document import Document
from functions.orders.invoices.domain.model import ListInvoices
from functions.orders.invoices.domain.paper import Issued
from souk import Json, SellerTransaction, Transaction
from souk.errors import found

LIST_UNBILLED = """
SELECT
    sale.*,
    coalesce(sale.guest_language, reader.locale) AS locale,
    seller.country AS seller_country,
    seller.legal_address,
    seller.tax_id
FROM paid_sales AS sale
LEFT JOIN sellers_api.identities AS seller ON seller.seller_id = sale.seller_id
LEFT JOIN users_api.languages AS reader ON reader.user_id = sale.customer_id
WHERE sale.order_id = :order_id AND NOT EXISTS (
    SELECT
    FROM all_invoices AS issued
    WHERE issued.seller_order_id = sale.id AND issued.kind = 'invoice'
)
ORDER BY sale.seller_id
"""

_INVOICE = """issued.id, issued.number, issued.issued_at, issued.order_id, issued.seller_order_id, issued.seller_id,
    issued.locale, issued.document"""

LIST_UNCREDITED = f"""
SELECT
    {_INVOICE},
    issued.total_amount - gone.amount AS left_amount,
    issued.tax_amount - gone.tax_amount AS left_tax_amount
FROM all_invoices AS issued
CROSS JOIN LATERAL (
    SELECT coalesce(sum(part.amount), 0)::bigint AS amount, coalesce(sum(part.tax_amount), 0)::bigint AS tax_amount
    FROM (
        SELECT note.total_amount AS amount, note.tax_amount
        FROM all_invoices AS note
        WHERE note.order_id = issued.order_id AND note.corrects_id = issued.id
        UNION ALL
        SELECT refund.amount, refund.tax_amount
        FROM all_requested_refunds AS refund
        WHERE refund.seller_order_id = issued.seller_order_id AND NOT EXISTS (
            SELECT
            FROM all_invoices AS note
            WHERE note.refund_id = refund.id
        )
    ) AS part
) AS gone
WHERE issued.order_id = :order_id AND issued.kind = 'invoice' AND issued.total_amount > gone.amount
ORDER BY issued.seller_id
"""

FIND_REFUNDED = f"""
SELECT
    {_INVOICE},
    issued.total_amount - issued.credited_amount AS left_amount,
    refund.amount,
    refund.tax_amount,
    refund.currency,
    refund.reason,
    EXISTS (
        SELECT
        FROM all_invoices AS note
        WHERE note.refund_id = refund.id
    ) AS is_credited
FROM all_requested_refunds AS refund
JOIN all_invoices AS issued ON issued.seller_order_id = refund.seller_order_id AND issued.kind = 'invoice'
WHERE refund.id = :refund_id
"""

ISSUE = "SELECT issue(:series, :said::jsonb)"

FIND_UNFILED = """
SELECT id, number, issued_at, locale, document
FROM all_invoices
WHERE order_id = :order_id AND filed_at IS NULL
ORDER BY id
LIMIT 1
"""

FILE = """
SELECT id AS invoice_id, order_id, customer_id, seller_order_id, seller_id, kind, number
FROM file_invoice(:invoice_id)
"""

LIST_OF_CUSTOMER = """
SELECT documents
FROM invoices_of_orders
WHERE order_id = :order_id AND customer_id = :customer_id
"""

LIST_OF_ANY_ORDER = """
SELECT documents
FROM invoices_of_orders
WHERE order_id = :order_id
"""

LIST_OF_SELLER_ORDER = """
SELECT coalesce(
    (
        SELECT json_agg(document_of(issued) ORDER BY issued.id)
        FROM invoices AS issued
        WHERE issued.order_id = sold.order_id AND issued.seller_order_id = sold.id
    ),
    '[]'
)
FROM seller_orders AS sold
WHERE sold.id = :seller_order_id AND sold.seller_id = :seller_id AND sold.order_status IS NOT NULL
"""

LIST_OF_SELLER = """
SELECT issued.id, document_of(issued) AS document
FROM invoices AS issued
WHERE issued.seller_id = :seller_id
    AND (:after_id::uuid IS NULL OR issued.id < :after_id::uuid)
    AND (:kind::text IS NULL OR issued.kind = :kind::text)
    AND (:number::text IS NULL OR issued.number = :number::text)
    AND (:since::timestamptz IS NULL OR issued.id >= souk.first_id(:since::timestamptz))
    AND (:until::timestamptz IS NULL OR issued.id < souk.first_id(:until::timestamptz))
ORDER BY issued.id DESC
LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class Sale:
    """A seller order that was paid, with who sells and who buys; addresses, lines and taxes are JSON."""

    id: UUID
    order_id: UUID
    seller_id: UUID
    seller_name: str
    shipping_option: str
    shipping_name: str
    currency: str
    shipping_amount: int
    prices_include_tax: bool
    taxes: str
    total_amount: int
    customer_id: UUID
    order_number: str
    ordered_at: datetime
    shipping_address: str
    guest_language: str | None
    lines: str
    locale: str | None
    seller_country: str
    legal_address: str | None
    tax_id: str | None


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice, and how much of it was not credited yet."""

    id: UUID
    number: str
    issued_at: datetime
    order_id: UUID
    seller_order_id: UUID
    seller_id: UUID
    locale: str
    document: Document
    left_amount: int


@dataclass(frozen=True, slots=True)
class Credit:
    """What is to be credited of an invoice, and why."""

    invoice: Invoice
    amount: int
    tax_amount: int
    currency: str
    reason: str
    is_credited: bool = False


def list_unbilled(tx: Transaction, order_id: UUID) -> list[Sale]:
    """Give the seller orders of an order that were paid and have no invoice, in the order of their shops."""
    return tx.fetch(Sale, LIST_UNBILLED, order_id=order_id)


def list_uncredited(tx: Transaction, order_id: UUID) -> list[Credit]:
    """Give what is left of the invoices of a cancelled order, in the order of their shops."""
    return tx.fetch(_cancelled, LIST_UNCREDITED, order_id=order_id)


def find_refunded(tx: Transaction, refund_id: UUID) -> Credit | None:
    """Give what a refund credits; None while it, or the invoice that it is of, is not known."""
    return tx.fetch_one(_refunded, FIND_REFUNDED, refund_id=refund_id)


def issue(tx: Transaction, series: str, **said: Any) -> None:
    """Issue a document under the next number of its series; the order is locked."""
    tx.execute(ISSUE, series=series, said=json.dumps(said, default=str))


def find_unfiled(tx: Transaction, order_id: UUID) -> tuple[UUID, Issued] | None:
    """Give the id and the document of the first invoice of an order that has no file, None when all have."""
    return tx.fetch_one(_issued, FIND_UNFILED, order_id=order_id)


def file(tx: Transaction, invoice_id: UUID) -> InvoiceIssued | None:
    """Note that the file of an invoice is kept, and say what was issued; None when that was noted before."""
    row = tx.row(FILE, invoice_id=invoice_id)
    return InvoiceIssued(**row) if row else None


def list_of_customer(tx: Transaction, order_id: UUID, customer_id: UUID) -> Json:
    """Give the invoices of a customer's own order, or raise NotFound."""
    return found(tx.json(LIST_OF_CUSTOMER, order_id=order_id, customer_id=customer_id), "order")


def list_of_any_order(tx: Transaction, order_id: UUID) -> Json:
    """Give the invoices of anybody's order, or raise NotFound."""
    return found(tx.json(LIST_OF_ANY_ORDER, order_id=order_id), "order")


def list_of_seller_order(tx: SellerTransaction, seller_order_id: UUID) -> Json:
    """Give the invoices of one of the shop's seller orders that were paid, or raise NotFound."""
    listed = tx.json(LIST_OF_SELLER_ORDER, seller_order_id=seller_order_id, seller_id=tx.seller_id)
    return found(listed, "seller_order")


def list_of_seller(tx: SellerTransaction, query: ListInvoices) -> Json:
    """Give a page of a shop's invoices, the latest first."""
    return tx.page(
        LIST_OF_SELLER,
        query,
        seller_id=tx.seller_id,
        kind=query.kind,
        number=query.number,
        since=query.since,
        until=_day_after(query.until),
    )


def _day_after(day: date | None) -> date | None:
    return None if day is None or day == date.max else day + timedelta(days=1)


def _invoice(document: str, **columns: Any) -> Invoice:
    return Invoice(document=Document.model_validate_json(document), **columns)


def _cancelled(left_amount: int, left_tax_amount: int, **columns: Any) -> Credit:
    invoice = _invoice(left_amount=left_amount, **columns)
    return Credit(invoice, left_amount, left_tax_amount, invoice.document.currency, "order_cancelled")


def _refunded(
    amount: int, tax_amount: int, currency: str, reason: str, is_credited: bool, **columns: Any
) -> Credit:  # fmt: skip
    return Credit(_invoice(**columns), amount, tax_amount, currency, reason, is_credited)


def _issued(id: UUID, document: str, **columns: Any) -> tuple[UUID, Issued]:  # noqa: A002  (a column's name)
    return id, Issued(document=Document.model_validate_json(document), **columns)
