from typing import Annotated

from functions.payments.reconciliation.domain import store
from functions.payments.reconciliation.domain.model import ListMismatches, MismatchView
from souk import ADMIN, Json, Transaction, operation
from souk.paging import PageOf


@operation("GET /api/payments/reconciliations", role=ADMIN, audited=True)
def handler(tx: Transaction, query: ListMismatches) -> Annotated[Json, PageOf[MismatchView]]:
    """List where providers' reports and the ledger differ, the latest first."""
    return store.list_mismatches(tx, query)
