from functions.auth.domain import signing_in
from functions.auth.domain.model import InvalidCredentials, Login, Tokens
from functions.auth.domain.passwords import ONE_CORE_MEGABYTES, Passwords
from functions.auth.domain.signing_key import SigningKey
from souk import Cache, Caller, Clock, Database, RawRequest, operation


@operation("POST /api/auth/login", memory=ONE_CORE_MEGABYTES, refuses=(InvalidCredentials,))
def handler(
    database: Database,
    cache: Cache,
    passwords: Passwords,
    signing_key: SigningKey,
    clock: Clock,
    request: RawRequest,
    caller: Caller | None,
    body: Login,
) -> Tokens:
    """Sign in with address and password; a guest's cart comes along.

    The password is checked outside the transaction: it takes a quarter of a second.
    """
    account = signing_in.prove(database, cache, passwords, body, request.source_address)
    return database.write(lambda tx: signing_in.log_in(tx, signing_key, account, caller, clock.now()))
