from functions.auth.domain import signing_in
from souk import Cache, Caller, Database, authorizer
from souk.errors import Unauthenticated
from souk.identity import PublicKeys, verify


@authorizer()
def handler(database: Database, cache: Cache, keys: PublicKeys, token: str | None) -> Caller:
    """Let a caller pass whose token is genuine and whose session was not ended."""
    if token is None:
        raise Unauthenticated("Send a bearer token.")
    caller = verify(token, keys)
    signing_in.require_live_session(database, cache, caller.session_id)
    return caller
