from functions.users.domain import profiles
from functions.users.domain.model import AddressView
from souk import CUSTOMER, Caller, Transaction, operation
from souk.paging import Page, PageOf


@operation("GET /api/users/me/addresses", role=CUSTOMER)
def handler(tx: Transaction, caller: Caller, query: Page) -> PageOf[AddressView]:
    """List the caller's addresses, the oldest first."""
    return profiles.list_addresses(tx, caller.user_id, query)
