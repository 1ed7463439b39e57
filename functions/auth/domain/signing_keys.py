"""The rotation of the signing key: where both halves are kept, and when a new pair is due."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from functions.auth.domain.signing_key import SIGNING_KEY
from souk import settings
from souk.identity import PUBLIC_KEYS
from souk.ids import uuid7
from souk.resources import Resource, Secret

KEEP_FOR = timedelta(days=25)


class SigningKeys(Resource):
    """Both secrets, to be read and written."""

    secrets: ClassVar[tuple[Secret, ...]] = tuple(replace(each, written=True) for each in (SIGNING_KEY, PUBLIC_KEYS))

    def __init__(self, secrets: Any, private: str, public: str) -> None:
        self._secrets, self._private, self._public = secrets, private, public

    @classmethod
    def open(cls) -> Self:
        """Connect to Secrets Manager."""
        import boto3

        return cls(boto3.client("secretsmanager"), *(settings.get(each.setting) for each in cls.secrets))

    def read(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Give the private and the public half as they are kept; without a key before the first run."""
        return self._value(self._private), self._value(self._public)

    def write(self, private: dict[str, Any], public: dict[str, Any]) -> None:
        """Publish the public keys, then begin to sign: a token must never be ahead of its key."""
        self._secrets.put_secret_value(SecretId=self._public, SecretString=json.dumps(public))
        self._secrets.put_secret_value(SecretId=self._private, SecretString=json.dumps(private))

    def _value(self, secret: str) -> dict[str, Any]:
        return dict(json.loads(self._secrets.get_secret_value(SecretId=secret)["SecretString"]))


def rotate(keys: SigningKeys, now: datetime) -> bool:
    """Begin to sign with the next key unless the present one is young, and make the one after.

    A key is published one rotation before it signs, for whoever verifies may keep the public set for a while (the
    Parameters and Secrets extension: five minutes), and one rotation longer, for the tokens it signed.
    """
    present, published = keys.read()
    if "kid" in present and now - datetime.fromisoformat(present["created_at"]) < KEEP_FOR:
        return False
    current = present.get("next") or _new_key()
    following = _new_key()
    previous = [key for key in published["keys"] if key["kid"] == present.get("kid")]
    keys.write(
        {**current, "created_at": now.isoformat(), "next": following},
        {"keys": [_public(current), _public(following), *previous]},
    )
    return True


def _new_key() -> dict[str, str]:
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return {"kid": str(uuid7()), "private_key": pem.decode()}


def _public(key: dict[str, str]) -> dict[str, Any]:
    private = serialization.load_pem_private_key(key["private_key"].encode(), password=None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    public = jwt.algorithms.ECAlgorithm.to_jwk(private.public_key(), as_dict=True)
    return public | {"alg": "ES256", "use": "sig", "kid": key["kid"]}
