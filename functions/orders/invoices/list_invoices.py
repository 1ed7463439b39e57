from uuid import UUID

from functions.orders.invoices.domain import filing
from functions.orders.invoices.domain.model import InvoicesView
from souk import GUEST, Caller, Transaction, operation
from souk.errors import NotFound
from souk.files import DocumentLinks


@operation("GET /api/orders/{order_id}/invoices", role=GUEST, refuses=(NotFound.of("order"),))
def handler(tx: Transaction, links: DocumentLinks, caller: Caller, order_id: UUID) -> InvoicesView:
    """List the invoices and credit notes of one of the caller's orders."""
    return filing.list_invoices(tx, links, order_id, caller.user_id)
