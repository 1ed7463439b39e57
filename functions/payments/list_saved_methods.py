from typing import Annotated

from functions.payments.domain import saved_store
from functions.payments.domain.model import SavedMethodView
from souk import CUSTOMER, Caller, Json, Transaction, operation
from souk.paging import Page, PageOf


@operation("GET /api/payments/methods/saved", role=CUSTOMER)
def handler(tx: Transaction, caller: Caller, query: Page) -> Annotated[Json, PageOf[SavedMethodView]]:
    """List the methods that the caller let be kept, the oldest first."""
    return saved_store.list_saved(tx, caller.user_id, query)
