"""The refresh token as a cookie, for pages of the shop: their scripts must not read what outlives them.

Chromium and Firefox take http://localhost for trustworthy and keep ``Secure`` cookies of it too; Safari does not.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from functions.auth.domain.model import InvalidRefreshToken, Refresh, Tokens
from functions.auth.domain.tokens import REFRESH_LIFE
from souk import Json, Response
from souk.client import Client
from souk.errors import Forbidden, Invalid
from souk.faults import Fault

_TOKEN_NEEDED = Fault("refresh_token_missing", "Field required")
_IN_THE_COOKIE = Fault("refresh_token_misplaced", "A page of the shop brings it in its cookie.")

NAME = "souk_refresh"
_ATTRIBUTES = "Path=/api/auth; HttpOnly; Secure; SameSite=Strict"


def handed(tokens: Tokens, client: Client) -> Response:
    """Answer with tokens; a page of the shop gets the refresh token as a cookie alone."""
    if not client.is_web:
        return Response(tokens)
    body = tokens.model_dump_json(exclude={"refresh_token"})
    return Response(Json(body), headers=_set(str(tokens.refresh_token), int(REFRESH_LIFE.total_seconds())))


def gone(client: Client) -> Response:
    """Answer with nothing, and have a page of the shop forget its cookie."""
    return Response(headers=_set("", 0) if client.is_web else {})


def brought(body: Refresh, client: Client) -> Sequence[str]:
    """Give what may be the refresh token that a client brings: a page of the shop in its cookie, any other in the body.

    Raises Invalid when it is missing or in the wrong place, Forbidden when another page than the shop's asks.
    """
    given = body.refresh_token.get_secret_value() if body.refresh_token else None
    if not client.is_web:
        if given is None:
            raise Invalid(_TOKEN_NEEDED.at("refresh_token"))
        return [given]
    if given is not None:
        raise Invalid(_IN_THE_COOKIE.at("refresh_token"))
    if client.cookies is None:
        raise Forbidden("Only a page of the shop may use its cookie.")
    return client.cookies.get(NAME, [])


@contextmanager
def gone_when_refused(client: Client) -> Iterator[None]:
    """Have a page of the shop forget a cookie that is worth nothing."""
    try:
        yield
    except InvalidRefreshToken as refused:
        refused.headers |= gone(client).headers
        raise


def _set(value: str, seconds: int) -> dict[str, str]:
    return {"Set-Cookie": f"{NAME}={value}; Max-Age={seconds}; {_ATTRIBUTES}"}
