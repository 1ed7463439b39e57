from typing import Annotated

from functions.auth.domain import refresh_cookie, signing_in
from functions.auth.domain.model import Tokens
from functions.auth.domain.signing_key import SigningKey
from souk import Client, Clock, Response, Transaction, operation


@operation("POST /api/auth/guest")
def handler(tx: Transaction, signing_key: SigningKey, clock: Clock, client: Client) -> Annotated[Response, Tokens]:
    """Give a visitor tokens to fill a cart with."""
    return refresh_cookie.handed(signing_in.welcome_guest(tx, signing_key, clock.now()), client)
