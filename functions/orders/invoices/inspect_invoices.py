from uuid import UUID

from functions.orders.invoices.domain import filing
from functions.orders.invoices.domain.model import InvoicesView
from souk import ADMIN, Transaction, operation
from souk.errors import NotFound
from souk.files import DocumentLinks


@operation("GET /api/admin/orders/{order_id}/invoices", role=ADMIN, refuses=(NotFound.of("order"),), audited=True)
def handler(tx: Transaction, links: DocumentLinks, order_id: UUID) -> InvoicesView:
    """List the invoices and credit notes of anybody's order."""
    return filing.list_order_invoices(tx, links, order_id)
