from functions.auth.domain import signing_in
from souk import GUEST, Cache, Caller, Transaction, operation


@operation("POST /api/auth/logout", role=GUEST, status=204)
def handler(tx: Transaction, cache: Cache, caller: Caller) -> None:
    """End this session at once."""
    signing_in.log_out(tx, cache, caller.session_id)
