from typing import Annotated

from functions.payments.domain import view_store
from functions.payments.domain.model import FindTransactions, FoundTransaction
from souk import ADMIN, Json, Transaction, operation
from souk.paging import PageOf


@operation("GET /api/admin/transactions", role=ADMIN, audited=True)
def handler(tx: Transaction, query: FindTransactions) -> Annotated[Json, PageOf[FoundTransaction]]:
    """Look up anybody's payments, the latest first."""
    return view_store.find_transactions(tx, query)
