"""Publish the keys."""

from functions.auth.domain.model import KeySet
from souk import operation, settings


@operation("GET /api/auth/jwks", cached="public, max-age=300")
def handler() -> KeySet:
    """List the public keys that access tokens are signed with."""
    return KeySet.model_validate(settings.secret("SOUK_PUBLIC_KEYS_SECRET"))
