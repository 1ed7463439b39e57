"""The files of invoices: written once, and found by links that hold for a while."""

import json
from functools import partial
from typing import Any
from uuid import UUID

from functions.orders.invoices.domain import invoice_store
from functions.orders.invoices.domain.model import InvoicesView, InvoiceView, ListInvoices, WriteInvoices
from functions.orders.invoices.domain.paper import Paper
from souk import Database, SellerTransaction, Transaction
from souk.errors import Invalid, NotFound
from souk.faults import Fault
from souk.files import DocumentLinks, Documents
from souk.paging import PageOf

_WHICH = Fault("which_seller_order", "the order has an invoice of each of its shops; say for which seller order")


def write_invoices(database: Database, paper: Paper, documents: Documents, work: WriteInvoices) -> WriteInvoices | None:
    """Write the file of one invoice that has none; None when all of the order's have theirs.

    It bears being done again: a file that is there already stays as it is, and its bytes would be the same.
    """
    unfiled = database.read(lambda tx: invoice_store.find_unfiled(tx, work.order_id))
    if unfiled is None:
        return None
    invoice_id, issued = unfiled
    documents.keep(
        file_of(invoice_id), paper.write(issued), content_type="application/pdf", name=f"{issued.number}.pdf"
    )
    database.write(partial(_filed, invoice_id))
    return work


def file_of(invoice_id: UUID) -> str:
    """Give the key of the file of an invoice."""
    return f"invoices/{invoice_id}.pdf"


def list_invoices(tx: Transaction, links: DocumentLinks, order_id: UUID, customer_id: UUID) -> InvoicesView:
    """Give the invoices of a customer's own order.

    Raises NotFound.
    """
    return _linked(links, json.loads(invoice_store.list_of_customer(tx, order_id, customer_id)))


def get_invoice(
    tx: Transaction, links: DocumentLinks, order_id: UUID, customer_id: UUID, seller_order_id: UUID | None
) -> InvoiceView:
    """Give the invoice of a customer's own order, of the seller order that is named where it has several.

    Raises NotFound or Invalid.
    """
    found = [
        one
        for one in list_invoices(tx, links, order_id, customer_id).items
        if one.kind == "invoice" and seller_order_id in (None, one.seller_order_id)
    ]
    if len(found) > 1:
        raise Invalid(_WHICH.at("seller_order_id"))
    if not found:
        raise NotFound.of("invoice")
    return found[0]


def list_order_invoices(tx: Transaction, links: DocumentLinks, order_id: UUID) -> InvoicesView:
    """Give the invoices of anybody's order.

    Raises NotFound.
    """
    return _linked(links, json.loads(invoice_store.list_of_any_order(tx, order_id)))


def list_seller_order_invoices(tx: SellerTransaction, links: DocumentLinks, seller_order_id: UUID) -> InvoicesView:
    """Give the invoices of one of the shop's seller orders that were paid.

    Raises NotFound.
    """
    return _linked(links, json.loads(invoice_store.list_of_seller_order(tx, seller_order_id)))


def list_seller_invoices(tx: SellerTransaction, links: DocumentLinks, query: ListInvoices) -> PageOf[InvoiceView]:
    """Give a page of the shop's invoices, the latest first."""
    page = json.loads(invoice_store.list_of_seller(tx, query))
    return PageOf(items=_linked(links, page["items"]).items, next_cursor=page["next_cursor"])


def _linked(links: DocumentLinks, listed: list[dict[str, Any]]) -> InvoicesView:
    return InvoicesView(items=[_view(links, **one) for one in listed])


def _view(links: DocumentLinks, id: str, is_filed: bool, **shown: Any) -> InvoiceView:  # noqa: A002  (a field's name)
    return InvoiceView(id=id, url=links.link(file_of(UUID(id))) if is_filed else None, **shown)


def _filed(invoice_id: UUID, tx: Transaction) -> None:
    if issued := invoice_store.file(tx, invoice_id):
        tx.record(issued)
