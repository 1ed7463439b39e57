"""The private key with which access tokens are signed."""

from dataclasses import dataclass
from typing import ClassVar, Self

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from souk import settings
from souk.errors import Unavailable
from souk.resources import Resource, Secret

SIGNING_KEY = Secret("signing-key")


@dataclass(frozen=True)
class SigningKey(Resource):
    """The key in use and the id under which its public half is published."""

    secrets: ClassVar[tuple[Secret, ...]] = (SIGNING_KEY,)

    kid: str
    private: EllipticCurvePrivateKey

    @classmethod
    def open(cls) -> Self:
        """Read the key.

        Raises Unavailable before the first key was made.
        """
        kept = settings.secret(SIGNING_KEY.setting, fresh=True)
        if "kid" not in kept:
            raise Unavailable("There is no signing key yet.")
        private = load_pem_private_key(kept["private_key"].encode(), password=None)
        if not isinstance(private, EllipticCurvePrivateKey):
            raise TypeError("the signing key is not an elliptic curve key")
        return cls(kept["kid"], private)
