"""Passwords, and how they are kept."""

import base64
import hashlib
import unicodedata
from typing import ClassVar, Self

from souk.resources import Resource

# Lambda gives CPU by memory; this much is one whole core (AWS: "Configure Lambda function memory"). Hashing with less
# would take as many times longer.
ONE_CORE_MEGABYTES = 1769


class Passwords(Resource):
    """Hash and check passwords with bcrypt; each step of cost doubles the work."""

    layers: ClassVar[tuple[str, ...]] = ("passwords",)

    def __init__(self, cost: int) -> None:
        import bcrypt

        self._bcrypt = bcrypt
        self._cost = cost
        # Nobody's password: a well-formed hash whose digest is all zero bits.
        self._nobody = f"$2b${cost:02d}$" + "." * 53

    @classmethod
    def open(cls) -> Self:
        """Take the cost of production."""
        return cls(cost=12)

    def hash(self, password: str) -> str:
        """Give what may be stored instead of the password."""
        return self._bcrypt.hashpw(_material(password), self._bcrypt.gensalt(self._cost)).decode()

    def match(self, password: str, kept: str | None) -> bool:
        """Say whether this is the password; without a kept hash it is not, after the same work."""
        return self._bcrypt.checkpw(_material(password), (kept or self._nobody).encode()) and kept is not None


def _material(password: str) -> bytes:
    """Reduce a password of any length to 44 bytes: bcrypt reads 72 at most.

    The same password typed on another keyboard may be composed differently, so it is normalised first
    (NIST SP 800-63B, section 3.1.1.2).
    """
    normal = unicodedata.normalize("NFKC", password).encode()
    return base64.b64encode(hashlib.sha256(normal).digest())
