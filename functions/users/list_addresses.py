from typing import Annotated

from functions.users.domain import store
from functions.users.domain.model import AddressView
from souk import CUSTOMER, Caller, Json, Transaction, operation
from souk.paging import Page, PageOf


@operation("GET /api/users/me/addresses", role=CUSTOMER)
def handler(tx: Transaction, caller: Caller, query: Page) -> Annotated[Json, PageOf[AddressView]]:
    """List the caller's addresses, the oldest first."""
    return store.list_addresses(tx, caller.user_id, query)
