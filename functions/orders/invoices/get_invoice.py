from uuid import UUID

from functions.orders.invoices.domain import filing
from functions.orders.invoices.domain.model import InvoiceView, ShowInvoice
from souk import GUEST, Caller, Transaction, operation
from souk.errors import NotFound
from souk.files import DocumentLinks


@operation("GET /api/orders/{order_id}/invoice", role=GUEST, refuses=(NotFound.of("order"), NotFound.of("invoice")))
def handler(tx: Transaction, links: DocumentLinks, caller: Caller, order_id: UUID, query: ShowInvoice) -> InvoiceView:
    """Show the invoice of one of the caller's orders, of one of its seller orders where it has several."""
    return filing.get_invoice(tx, links, order_id, caller.user_id, query.seller_order_id)
