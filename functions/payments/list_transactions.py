from typing import Annotated

from functions.payments.domain import view_store
from functions.payments.domain.model import ListTransactions, TransactionView
from souk import GUEST, Caller, Json, Transaction, operation
from souk.paging import PageOf


@operation("GET /api/payments/transactions", role=GUEST)
def handler(tx: Transaction, caller: Caller, query: ListTransactions) -> Annotated[Json, PageOf[TransactionView]]:
    """List the caller's payments, the latest first."""
    return view_store.list_transactions(tx, caller.user_id, query)
