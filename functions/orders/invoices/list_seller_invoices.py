from functions.orders.invoices.domain import filing
from functions.orders.invoices.domain.model import InvoiceView, ListInvoices
from souk import SELLER, SellerTransaction, operation
from souk.files import DocumentLinks
from souk.paging import PageOf


@operation("GET /api/seller/invoices", role=SELLER)
def handler(tx: SellerTransaction, links: DocumentLinks, query: ListInvoices) -> PageOf[InvoiceView]:
    """List the shop's invoices and credit notes, the latest first."""
    return filing.list_seller_invoices(tx, links, query)
