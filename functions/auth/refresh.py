from typing import Annotated

from functions.auth.domain import refresh_cookie, signing_in
from functions.auth.domain.model import InvalidRefreshToken, Refresh, RefreshInProgress, Tokens
from functions.auth.domain.signing_key import SigningKey
from souk import Cache, Client, Clock, Database, Response, operation
from souk.errors import Forbidden


@operation("POST /api/auth/refresh", refuses=(Forbidden, InvalidRefreshToken, RefreshInProgress))
def handler(
    database: Database, cache: Cache, signing_key: SigningKey, clock: Clock, client: Client, body: Refresh
) -> Annotated[Response, Tokens]:
    """Exchange a refresh token for new ones; one that comes back after its successor was used ends the session.

    Two tabs that bring the same token at once are no reason: the slower one gets 409 `refresh_in_progress`. Nor is an
    answer that got lost: as long as nobody used the new tokens, the old one gets others ten seconds later."""
    brought = refresh_cookie.brought(body, client)
    with refresh_cookie.gone_when_refused(client):
        tokens = signing_in.refresh(database, cache, signing_key, brought, clock.now())
    return refresh_cookie.handed(tokens, client)
