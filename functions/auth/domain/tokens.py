"""The signed token that says who calls for a quarter of an hour; an opaque one gets the next."""

from datetime import datetime, timedelta

import jwt

from functions.auth.domain.signing_key import SigningKey
from souk import Caller
from souk.identity import ALGORITHM, AUDIENCE, ISSUER
from souk.ids import uuid7

ACCESS_LIFE = timedelta(minutes=15)
REFRESH_LIFE = timedelta(days=30)


def access_token(key: SigningKey, caller: Caller, now: datetime) -> str:
    """Sign what the caller is."""
    times = {"iat": now, "exp": now + ACCESS_LIFE}
    claims = {"iss": ISSUER, "aud": AUDIENCE, "jti": str(uuid7()), **times, **caller.claims()}
    return jwt.encode(claims, key.private, algorithm=ALGORITHM, headers={"kid": key.kid})
