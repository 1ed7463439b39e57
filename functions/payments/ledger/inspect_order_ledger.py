from typing import Annotated
from uuid import UUID

from functions.payments.ledger.domain import view_store
from functions.payments.ledger.domain.model import OrderLedgerView
from souk import ADMIN, Json, Transaction, operation
from souk.errors import NotFound


@operation("GET /api/admin/orders/{order_id}/ledger", role=ADMIN, audited=True, refuses=(NotFound.of("order"),))
def handler(tx: Transaction, order_id: UUID) -> Annotated[Json, OrderLedgerView]:
    """Look at everything that moved an order's money, as a table that adds up."""
    return view_store.show_order_ledger(tx, order_id)
