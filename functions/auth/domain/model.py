"""What auth is asked and what it answers."""

from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, Secret, StringConstraints

from souk import Request, Role, View
from souk.address import PersonName
from souk.email import Email
from souk.errors import Conflict, InProgress, Unauthenticated
from souk.phone import Phone

# For how long a second use of a refresh token is taken for another tab of the same client.
REFRESH_GRACE = timedelta(seconds=10)

NewPassword = Secret[Annotated[str, StringConstraints(strip_whitespace=False, min_length=10, max_length=128)]]
Password = Secret[Annotated[str, StringConstraints(strip_whitespace=False, max_length=128)]]
RefreshToken = Secret[Annotated[str, StringConstraints(max_length=128)]]


class Register(Request):
    """Somebody who wants an account."""

    email: Email
    password: NewPassword
    first_name: PersonName
    last_name: PersonName
    phone: Phone | None = None


class Login(Request):
    """Somebody who says who they are. A wrong form of either field is simply wrong, never explained."""

    email: Annotated[str, Field(max_length=254), AfterValidator(lambda written: written.strip().lower())]
    password: Password


class Refresh(Request):
    """A client whose access token ran out."""

    refresh_token: Annotated[
        RefreshToken | None, Field(description="Needed unless a page of the shop has it in its cookie")
    ] = None


class AccountView(View):
    """An account as its owner sees it."""

    id: UUID
    email: str
    role: Role


class Tokens(View):
    """What a client carries from now on; a page of the shop has the refresh token in a cookie instead."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    access_token: str
    refresh_token: str | None = None
    token_type: Literal["Bearer"]
    expires_in: int


class Key(View):
    """One key with which tokens are verified (RFC 7517)."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    alg: Literal["ES256"]
    use: Literal["sig"]
    kid: str
    x: str
    y: str


class KeySet(View):
    """The keys tokens may be signed with: today's, the next, and the one before."""

    keys: list[Key]


class EmailTaken(Conflict, code="email_taken"):
    """There is an account under this address."""


class InvalidCredentials(Unauthenticated, code="invalid_credentials"):
    """The address or the password is wrong; which of them is not said."""


class RefreshInProgress(InProgress, code="refresh_in_progress"):
    """The refresh token was exchanged a moment ago: whoever shares it has the new tokens, or is about to."""


class InvalidRefreshToken(Unauthenticated, code="invalid_refresh_token"):
    """The refresh token is unknown, used, expired, or of an ended session; which of them is not said."""
