from typing import Annotated

from functions.users.domain import profiles
from functions.users.domain.model import AddressView, SaveAddress, TooManyAddresses
from souk import CUSTOMER, Caller, Json, Transaction, operation
from souk.errors import NotFound


@operation("POST /api/users/me/addresses", role=CUSTOMER, status=201, refuses=(TooManyAddresses, NotFound.of("user")))
def handler(tx: Transaction, caller: Caller, body: SaveAddress) -> Annotated[Json, AddressView]:
    """Keep an address; a new default takes the place of the one before."""
    return profiles.add_address(tx, caller.user_id, body)
