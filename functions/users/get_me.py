from typing import Annotated

from functions.users.domain import store
from functions.users.domain.model import ProfileView
from souk import CUSTOMER, Caller, Json, Transaction, operation
from souk.errors import NotFound


@operation("GET /api/users/me", role=CUSTOMER, refuses=(NotFound.of("user"),))
def handler(tx: Transaction, caller: Caller) -> Annotated[Json, ProfileView]:
    """Show the caller's profile."""
    return store.show_profile(tx, caller.user_id)
