from functions.orders.invoices.domain import filing
from functions.orders.invoices.domain.model import WriteInvoices
from functions.orders.invoices.domain.paper import Paper
from souk import Database, job
from souk.files import Documents


@job(WriteInvoices, memory=1024)
def handler(database: Database, paper: Paper, documents: Documents, work: WriteInvoices) -> WriteInvoices | None:
    """Write the next file of an order's invoices and credit notes."""
    return filing.write_invoices(database, paper, documents, work)
