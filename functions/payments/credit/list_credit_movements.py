from typing import Annotated

from functions.payments.credit.domain import view_store
from functions.payments.credit.domain.model import CreditMovement, ListCreditMovements
from souk import CUSTOMER, Caller, Json, Transaction, operation
from souk.paging import PageOf


@operation("GET /api/payments/store-credit/movements", role=CUSTOMER)
def handler(tx: Transaction, caller: Caller, query: ListCreditMovements) -> Annotated[Json, PageOf[CreditMovement]]:
    """List what made the caller's store credit more or less, the latest first."""
    return view_store.list_movements(tx, caller.user_id, query)
