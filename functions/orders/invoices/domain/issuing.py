"""Issuing invoices and credit notes: what an order's state asks for and is not there yet, under the order's lock.

A number is taken in the transaction that writes what bears it. The file is made afterwards, from what was written.
"""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from events.orders import OrderCancelled, OrderPaid
from events.payments import PaymentRefunded
from functions.orders.domain import history_store, tax
from functions.orders.domain.refund import RefundReason
from functions.orders.domain.shipping import ShippingOption
from functions.orders.domain.states import OrderStatus
from functions.orders.invoices.domain import invoice_store
from functions.orders.invoices.domain.document import Corrected, Document, Line, Note, Party, TaxedAt, credited
from functions.orders.invoices.domain.invoice_store import Credit, Sale
from functions.orders.invoices.domain.model import WriteInvoices
from functions.orders.invoices.domain.series import series_of
from souk import Transaction
from souk.country import tax_territory
from souk.errors import Retry
from souk.ids import uuid7
from souk.locale import DEFAULT
from souk.logs import count, logger

_ADDRESS = ("name", "line1", "line2", "city", "region", "postal_code", "country")


def issue_invoices(tx: Transaction, event: OrderPaid | OrderCancelled, now: datetime) -> None:
    """Issue the invoices of an order that was paid, and credit what is left of them when it was cancelled.

    Both events do all of it: whichever comes first, and however often, each document is issued once.
    """
    order = history_store.lock(tx, event.order_id)
    if order is None:
        logger().error("order_unknown", extra={"order_id": event.order_id})
        count(OrdersUnknown=1)
        return
    sales = invoice_store.list_unbilled(tx, order.id)
    for sale in sales:
        _bill(tx, sale, now)
    left = invoice_store.list_uncredited(tx, order.id) if order.status is OrderStatus.CANCELLED else []
    for credit in left:
        _credit(tx, credit, None, now)
    if sales or left:
        tx.enqueue(WriteInvoices(order_id=order.id))


def credit_refund(tx: Transaction, event: PaymentRefunded, now: datetime) -> None:
    """Issue the credit note of a refund that a shop was asked for, once.

    Cancelling an order credits by itself, and a second charge has no invoice. More than is left of the invoice sets off
    an alarm. Raises Retry while the invoice is not issued: the refund arrives before it.
    """
    if event.requested_id is None or event.reason == RefundReason.ORDER_CANCELLED:
        return
    history_store.lock(tx, event.order_id)
    credit = invoice_store.find_refunded(tx, event.requested_id)
    if credit is None:
        raise Retry("the invoice of what is refunded has not been issued yet")
    if credit.is_credited:
        return
    invoice = credit.invoice
    if credit.currency != invoice.document.currency or credit.amount > invoice.left_amount:
        logger().error("refund_not_billed", extra={"refund_id": event.requested_id, "invoice": invoice.number})
        count(RefundsNotBilled=1)
        return
    _credit(tx, credit, event.requested_id, now)
    tx.enqueue(WriteInvoices(order_id=invoice.order_id))


def _bill(tx: Transaction, sale: Sale, now: datetime) -> None:
    document = _invoice(sale)
    _issue(tx, sale.order_id, sale.id, sale.seller_id, sale.locale or DEFAULT, document, issued_at=now)


def _credit(tx: Transaction, credit: Credit, refund_id: UUID | None, now: datetime) -> None:
    invoice = credit.invoice
    corrects = Corrected(number=invoice.number, issued_at=invoice.issued_at)
    document = credited(invoice.document, corrects, credit.reason, credit.amount, credit.tax_amount)
    of = (invoice.order_id, invoice.seller_order_id, invoice.seller_id, invoice.locale)
    _issue(tx, *of, document, issued_at=now, corrects_id=invoice.id, refund_id=refund_id)


def _issue(
    tx: Transaction,
    order_id: UUID,
    seller_order_id: UUID,
    seller_id: UUID,
    locale: str,
    document: Document,
    **more: Any,
) -> None:
    invoice_store.issue(
        tx,
        series_of(seller_id, document.kind),
        id=uuid7(),
        kind=document.kind,
        order_id=order_id,
        seller_order_id=seller_order_id,
        seller_id=seller_id,
        currency=document.currency,
        total_amount=document.total_amount,
        tax_amount=document.tax_amount,
        locale=locale,
        document=document.model_dump(mode="json"),
        **more,
    )


def _invoice(sale: Sale) -> Document:
    lines = tuple(Line(**line) for line in json.loads(sale.lines))
    address = json.loads(sale.shipping_address)
    taxes = sorted(json.loads(sale.taxes), key=lambda taxed: -taxed["rate"])
    return Document(
        kind="invoice",
        currency=sale.currency,
        order_number=sale.order_number,
        ordered_at=sale.ordered_at,
        shop_name=sale.seller_name,
        seller=_seller(sale),
        buyer=_party(address),
        lines=lines,
        delivery=sale.shipping_option if sale.shipping_option in {*ShippingOption} else sale.shipping_name,
        delivery_amount=sale.shipping_amount,
        prices_include_tax=sale.prices_include_tax,
        tax_table=tuple(TaxedAt(rate=one["rate"], net_amount=one["net"], tax_amount=one["tax"]) for one in taxes),
        total_amount=sale.total_amount,
        notes=_notes(address),
    )


def _seller(sale: Sale) -> Party:
    if sale.legal_address is None:
        return Party(name=sale.seller_name, country=sale.seller_country, tax_id=sale.tax_id)
    return _party(json.loads(sale.legal_address), tax_id=sale.tax_id)


def _party(address: dict[str, Any], **more: Any) -> Party:
    return Party(**{name: address.get(name) for name in _ADDRESS}, **more)


def _notes(address: dict[str, Any]) -> tuple[Note, ...]:
    is_taxed = tax_territory(address["country"], address.get("postal_code")) in tax.TERRITORIES
    return () if is_taxed else ("export",)
