from typing import Annotated

from functions.ops.domain import store
from functions.ops.domain.model import AuditEntry, ListAudit
from souk import ADMIN, Json, Transaction, operation
from souk.paging import PageOf


@operation("GET /api/admin/audit", role=ADMIN, audited=True)
def handler(tx: Transaction, query: ListAudit) -> Annotated[Json, PageOf[AuditEntry]]:
    """Look up what administrators did and which rows that changed, the latest first."""
    return store.list_audit(tx, query)
