from typing import Annotated

from functions.payments.credit.domain import view_store
from functions.payments.credit.domain.model import StoreCreditView
from souk import CUSTOMER, Caller, Json, Transaction, operation


@operation("GET /api/payments/store-credit", role=CUSTOMER)
def handler(tx: Transaction, caller: Caller) -> Annotated[Json, StoreCreditView]:
    """Show the caller's store credit."""
    return view_store.show_store_credit(tx, caller.user_id)
