from typing import Annotated

from functions.users.domain import profiles
from functions.users.domain.model import ProfileView, UpdateProfile
from souk import CUSTOMER, Caller, Json, Transaction, operation
from souk.errors import NotFound


@operation("PUT /api/users/me", role=CUSTOMER, refuses=(NotFound.of("user"),))
def handler(tx: Transaction, caller: Caller, body: UpdateProfile) -> Annotated[Json, ProfileView]:
    """Change the caller's names, number and language."""
    return profiles.update_me(tx, caller.user_id, body)
