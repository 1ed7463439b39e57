from functions.auth.domain import signing_in
from functions.auth.domain.model import Tokens
from functions.auth.domain.signing_key import SigningKey
from souk import Clock, Transaction, operation


@operation("POST /api/auth/guest")
def handler(tx: Transaction, signing_key: SigningKey, clock: Clock) -> Tokens:
    """Give a visitor tokens to fill a cart with."""
    return signing_in.welcome_guest(tx, signing_key, clock.now())
