from functions.auth.domain import signing_in
from functions.auth.domain.model import InvalidRefreshToken, Refresh, RefreshInProgress, Tokens
from functions.auth.domain.signing_key import SigningKey
from souk import Cache, Clock, Database, operation


@operation("POST /api/auth/refresh", refuses=(InvalidRefreshToken, RefreshInProgress))
def handler(database: Database, cache: Cache, signing_key: SigningKey, clock: Clock, body: Refresh) -> Tokens:
    """Exchange a refresh token for new tokens; each works once, and one that comes back ends the session.

    Two tabs that bring the same token at once are no reason: the slower one gets 409 `refresh_in_progress`."""
    return signing_in.refresh(database, cache, signing_key, body, clock.now())
