from uuid import UUID

from functions.users.domain import store
from souk import CUSTOMER, Caller, Transaction, operation
from souk.errors import NotFound


@operation("DELETE /api/users/me/addresses/{address_id}", role=CUSTOMER, status=204, refuses=(NotFound.of("address"),))
def handler(tx: Transaction, caller: Caller, address_id: UUID) -> None:
    """Forget an address."""
    store.delete_address(tx, caller.user_id, address_id)
