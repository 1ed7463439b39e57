from typing import Annotated
from uuid import UUID

from functions.users.domain import profiles
from functions.users.domain.model import AddressView, SaveAddress
from souk import CUSTOMER, Caller, Json, Transaction, operation
from souk.errors import NotFound


@operation("PUT /api/users/me/addresses/{address_id}", role=CUSTOMER, refuses=(NotFound.of("address"),))
def handler(tx: Transaction, caller: Caller, address_id: UUID, body: SaveAddress) -> Annotated[Json, AddressView]:
    """Change an address; a new default takes the place of the one before."""
    return profiles.update_address(tx, caller.user_id, address_id, body)
