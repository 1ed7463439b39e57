"""Who is calling: roles, the caller, and the verification of a bearer token."""

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Self
from uuid import UUID

from souk import settings
from souk.entry import Entry
from souk.errors import Unauthenticated
from souk.resources import Resource, Secret

ISSUER = "souk"
AUDIENCE = "souk-api"
ALGORITHM = "ES256"
PUBLIC_KEYS = Secret("public-keys", content='{"keys": []}')
SESSION_SECONDS = 24 * 3600
_KEYS_FRESH_SECONDS = 10


class Role(StrEnum):
    """What somebody may be."""

    GUEST = "guest"
    CUSTOMER = "customer"
    SELLER = "seller"
    ADMIN = "admin"

    def allows(self, role: "Role") -> bool:
        """Say whether an operation for this role is open to a caller of that one.

        Everybody with a token may do what a guest does, and sellers and admins shop like customers.
        """
        return role is self or self is Role.GUEST or (self is Role.CUSTOMER and role in {Role.SELLER, Role.ADMIN})


GUEST, CUSTOMER, SELLER, ADMIN = Role.GUEST, Role.CUSTOMER, Role.SELLER, Role.ADMIN


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with a valid token."""

    user_id: UUID
    role: Role
    session_id: UUID
    seller_id: UUID | None = None

    def claims(self) -> dict[str, str]:
        """Give the claims that stand in a token and in the gateway's authorizer context."""
        claims = {"sub": str(self.user_id), "role": self.role.value, "sid": str(self.session_id)}
        if self.seller_id:
            claims["seller"] = str(self.seller_id)
        return claims

    @classmethod
    def of(cls, claims: dict[str, Any]) -> Self:
        """Read claims that were verified already.

        Raises Unauthenticated when they are not of this shape.
        """
        try:
            seller = claims.get("seller")
            return cls(UUID(claims["sub"]), Role(claims["role"]), UUID(claims["sid"]), UUID(seller) if seller else None)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise Unauthenticated("The token is not one of ours.") from error

    @property
    def seller(self) -> UUID:
        """The seller this caller acts for.

        Raises Unauthenticated when the token names none.
        """
        if self.seller_id is None:
            raise Unauthenticated("The token names no seller.")
        return self.seller_id


SESSION = Entry(
    "session:{session_id}",
    owner="kit",
    life=SESSION_SECONDS,
    holds="`alive`, or `revoked` until the last access token is dead",
    without="the authorizer asks PostgreSQL, and an access token holds for its 15 minutes",
)


class PublicKeys(Resource):
    """The keys that access tokens are signed with, as a JWK set."""

    secrets: ClassVar[tuple[Secret, ...]] = (PUBLIC_KEYS,)

    def __init__(self) -> None:
        self._by_id: dict[str, Any] = {}
        self._read_at = float("-inf")

    def find(self, key_id: str) -> Any:
        """Give the key with this id, reading the set again when it is unknown.

        A forged id must not cost a look-up each time, so the set is read at most every ten seconds.
        """
        if key_id not in self._by_id and time.monotonic() - self._read_at > _KEYS_FRESH_SECONDS:
            import jwt

            keys = jwt.PyJWKSet.from_dict(dict(settings.secret(PUBLIC_KEYS.setting, fresh=True)))
            self._by_id = {key.key_id: key for key in keys.keys if key.key_id}
            self._read_at = time.monotonic()
        return self._by_id.get(key_id)


def verify(token: str, keys: PublicKeys) -> Caller:
    """Verify an access token: signature by a known key, ES256 only, issuer, audience and times.

    Raises Unauthenticated, always with the same words.
    """
    import jwt

    try:
        key = keys.find(str(jwt.get_unverified_header(token).get("kid")))
        if key is None:
            raise Unauthenticated("The token is not valid.")
        claims = jwt.decode(
            token,
            key.key,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            issuer=ISSUER,
            options={"require": ["exp", "iat", "sub", "iss", "aud"]},
        )
    except (jwt.PyJWTError, ValueError) as error:
        raise Unauthenticated("The token is not valid.") from error
    return Caller.of(claims)


def bearer(headers: dict[str, str]) -> str | None:
    """Take the token out of the Authorization header, None when there is no such header.

    Raises Unauthenticated when the header is of another kind.
    """
    header = headers.get("authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated("Send the token as: Authorization: Bearer <token>.")
    return token.strip()
