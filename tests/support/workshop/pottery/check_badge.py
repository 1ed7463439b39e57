from souk import Caller, authorizer
from souk.errors import Unauthenticated
from souk.identity import PublicKeys, verify


@authorizer()
def handler(keys: PublicKeys, token: str | None) -> Caller:
    """Let people with a badge pass."""
    if token is None:
        raise Unauthenticated("Where is your badge?")
    return verify(token, keys)
