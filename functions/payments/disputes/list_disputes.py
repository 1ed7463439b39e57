from typing import Annotated

from functions.payments.disputes.domain import store
from functions.payments.disputes.domain.model import DisputeView, ListDisputes
from souk import ADMIN, Json, Transaction, operation
from souk.paging import PageOf


@operation("GET /api/admin/disputes", role=ADMIN, audited=True)
def handler(tx: Transaction, query: ListDisputes) -> Annotated[Json, PageOf[DisputeView]]:
    """List what customers dispute with their banks, the latest first."""
    return store.list_disputes(tx, query)
