from typing import Annotated

from functions.auth.domain import refresh_cookie, signing_in
from functions.auth.domain.model import InvalidCredentials, Login, Tokens
from functions.auth.domain.passwords import ONE_CORE_MEGABYTES, Passwords
from functions.auth.domain.signing_key import SigningKey
from souk import Cache, Caller, Client, Clock, Database, RawRequest, Response, operation


@operation("POST /api/auth/login", memory=ONE_CORE_MEGABYTES, refuses=(InvalidCredentials,))
def handler(
    database: Database,
    cache: Cache,
    passwords: Passwords,
    signing_key: SigningKey,
    clock: Clock,
    request: RawRequest,
    caller: Caller | None,
    client: Client,
    body: Login,
) -> Annotated[Response, Tokens]:
    """Sign in with address and password; a guest's cart comes along.

    The password is checked outside the transaction: it takes a quarter of a second.
    """
    account = signing_in.prove(database, cache, passwords, body, request.source_address)
    tokens = database.write(lambda tx: signing_in.log_in(tx, signing_key, account, caller, clock.now()))
    return refresh_cookie.handed(tokens, client)
