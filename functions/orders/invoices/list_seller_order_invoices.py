from uuid import UUID

from functions.orders.invoices.domain import filing
from functions.orders.invoices.domain.model import InvoicesView
from souk import SELLER, SellerTransaction, operation
from souk.errors import NotFound
from souk.files import DocumentLinks


@operation("GET /api/seller/orders/{seller_order_id}/invoices", role=SELLER, refuses=(NotFound.of("seller_order"),))
def handler(tx: SellerTransaction, links: DocumentLinks, seller_order_id: UUID) -> InvoicesView:
    """List the invoices and credit notes of one of the shop's seller orders that were paid."""
    return filing.list_seller_order_invoices(tx, links, seller_order_id)
