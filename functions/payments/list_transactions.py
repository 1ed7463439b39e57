from functions.payments.domain import listing
from functions.payments.domain.model import ListTransactions, TransactionView
from souk import CUSTOMER, Caller, Transaction, operation
from souk.paging import PageOf


@operation("GET /api/payments/transactions", role=CUSTOMER)
def handler(tx: Transaction, caller: Caller, query: ListTransactions) -> PageOf[TransactionView]:
    """List the caller's payments, the latest first."""
    return listing.transactions(tx, caller, query)
