from typing import Annotated
from uuid import UUID

from functions.payments.reconciliation.domain import reconciling
from functions.payments.reconciliation.domain.model import MismatchView, SettleMismatch
from souk import ADMIN, Clock, Json, Transaction, operation
from souk.errors import NotFound


@operation(
    "PUT /api/payments/reconciliations/{mismatch_id}/settlement",
    role=ADMIN,
    refuses=(NotFound.of("mismatch"),),
    audited=True,
)
def handler(
    tx: Transaction, clock: Clock, mismatch_id: UUID, version: int, body: SettleMismatch
) -> Annotated[Json, MismatchView]:
    """Write down how a difference between a report and the ledger was put right."""
    return reconciling.settle_mismatch(tx, mismatch_id, body, version, clock.now())
