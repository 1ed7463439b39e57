from functions.auth.domain import refresh_cookie, signing_in
from souk import GUEST, Cache, Caller, Client, Response, Transaction, operation


@operation("POST /api/auth/logout", role=GUEST, status=204)
def handler(tx: Transaction, cache: Cache, caller: Caller, client: Client) -> Response:
    """End this session at once."""
    signing_in.log_out(tx, cache, caller.session_id)
    return refresh_cookie.gone(client)
