from typing import Annotated
from uuid import UUID

from functions.payments.disputes.domain import store
from functions.payments.disputes.domain.model import DisputeView
from souk import ADMIN, Json, Transaction, operation
from souk.errors import NotFound


@operation("GET /api/admin/disputes/{dispute_id}", role=ADMIN, refuses=(NotFound.of("dispute"),), audited=True)
def handler(tx: Transaction, dispute_id: UUID) -> Annotated[Json, DisputeView]:
    """Show a dispute with what was said of it."""
    return store.show(tx, dispute_id)
