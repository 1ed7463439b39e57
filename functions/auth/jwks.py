from functions.auth.domain.model import KeySet
from souk import operation, settings
from souk.identity import PUBLIC_KEYS


@operation("GET /api/auth/jwks", cached="public, max-age=300")
def handler() -> KeySet:
    """List the public keys that access tokens are signed with."""
    return KeySet.model_validate(settings.secret(PUBLIC_KEYS.setting))
