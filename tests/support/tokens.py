"""Access tokens for tests, signed with a key pair of their own."""

import json
import time
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from souk.identity import ALGORITHM, AUDIENCE, ISSUER, Caller, PublicKeys


@cache
def _private_key(key_id: str) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


class SigningPair:
    """An ES256 key pair with an id."""

    def __init__(self, key_id: str = "test") -> None:
        self.key_id = key_id
        self.private = _private_key(key_id)

    def jwk(self) -> dict[str, Any]:
        """Give the public half as a JWK."""
        numbers: dict[str, Any] = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.private.public_key()))
        return numbers | {"kid": self.key_id, "alg": ALGORITHM, "use": "sig"}

    def pem(self) -> str:
        """Give the private half as PEM."""
        return self.private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()

    def public(self) -> PublicKeys:
        """Give the public half as functions know it."""
        keys = PublicKeys()
        keys._by_id = {self.key_id: jwt.PyJWK(self.jwk())}
        keys._read_at = time.monotonic()
        return keys

    def token(self, caller: Caller, **claims: Any) -> str:
        """Sign an access token for a caller, with other claims where they are given."""
        now = int(time.time())
        usual = {"iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + 900}
        return jwt.encode(
            {**usual, **caller.claims(), **claims}, self.private, algorithm=ALGORITHM, headers={"kid": self.key_id}
        )
