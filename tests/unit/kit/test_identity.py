import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from souk import settings
from souk.errors import Unauthenticated
from souk.identity import Caller, PublicKeys, Role, bearer, verify
from souk.ids import uuid7
from tests.support import api
from tests.support.tokens import SigningPair

KEYS = SigningPair()
CALLER = Caller(uuid7(), Role.SELLER, uuid7(), uuid7())
NOW = int(time.time())
LATER = NOW + 10**6
"""Later than any run of the tests lasts."""

ALLOWED = {
    Role.GUEST: {Role.GUEST, Role.CUSTOMER, Role.SELLER, Role.ADMIN},
    Role.CUSTOMER: {Role.CUSTOMER, Role.SELLER, Role.ADMIN},
    Role.SELLER: {Role.SELLER},
    Role.ADMIN: {Role.ADMIN},
}


def encoded(part: dict[str, Any] | bytes) -> str:
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def claims(**changes: Any) -> dict[str, Any]:
    usual = {"iss": "souk", "aud": "souk-api", "iat": NOW, "exp": LATER, **CALLER.claims(), **changes}
    return {name: value for name, value in usual.items() if value is not None}


def unsigned() -> str:
    return f"{encoded({'alg': 'none', 'kid': 'test'})}.{encoded(claims())}."


def signed_with_the_public_key() -> str:
    """The public key as the secret of a symmetric signature, which a verifier that believes the header accepts."""
    secret = KEYS.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    text = f"{encoded({'alg': 'HS256', 'kid': 'test'})}.{encoded(claims())}"
    return f"{text}.{encoded(hmac.digest(secret, text.encode(), hashlib.sha256))}"


def signed_by_another_key() -> str:
    other = ec.generate_private_key(ec.SECP256R1())
    return jwt.encode(claims(), other, algorithm="ES256", headers={"kid": "test"})


def with_another_payload() -> str:
    header, _, signature = KEYS.token(CALLER).split(".")
    return f"{header}.{encoded(claims(role='admin'))}.{signature}"


def token(**changes: Any) -> Callable[[], str]:
    return lambda: jwt.encode(claims(**changes), KEYS.private, algorithm="ES256", headers={"kid": "test"})


REFUSED: dict[str, Callable[[], str]] = {
    "expired": token(exp=NOW - 1),
    "not yet valid": token(nbf=LATER),
    "of the future": token(iat=LATER),
    "without an end": token(exp=None),
    "without a beginning": token(iat=None),
    "for another audience": token(aud="another-api"),
    "for no audience": token(aud=None),
    "of another issuer": token(iss="another"),
    "of an unknown role": token(role="emperor"),
    "without a session": token(sid=None),
    "without a user": token(sub=None),
    "of a user who is no id": token(sub="me"),
    "of a user who is a number": token(sub=7),
    "of a seller who is no id": token(seller="mine"),
    "with an unknown key": lambda: SigningPair("unknown").token(CALLER),
    "without a key": lambda: jwt.encode(claims(), KEYS.private, algorithm="ES256"),
    "unsigned": unsigned,
    "signed with the public key": signed_with_the_public_key,
    "signed by another key of the same name": signed_by_another_key,
    "with another payload": with_another_payload,
    "cut short": lambda: KEYS.token(CALLER)[:-4],
    "empty": lambda: "",
    "words": lambda: "let me in",
    "dots": lambda: "..",
    "of a header that is a list": lambda: f"{encoded(b'[]')}.{encoded(b'{}')}.AA",
    "of letters beyond ASCII": lambda: "é.é.é",
}


@pytest.mark.parametrize("forge", REFUSED.values(), ids=REFUSED)
def test_a_token_that_is_not_ours_is_refused_in_the_same_words(forge: Callable[[], str]) -> None:
    with pytest.raises(Unauthenticated) as refused:
        verify(forge(), KEYS.public())

    assert refused.value.detail in ("The token is not valid.", "The token is not one of ours.")


def test_a_genuine_token_tells_who_is_calling() -> None:
    assert verify(KEYS.token(CALLER), KEYS.public()) == CALLER


def test_only_a_sellers_token_names_a_seller() -> None:
    assert CALLER.seller == CALLER.seller_id

    with pytest.raises(Unauthenticated):
        _ = api.customer().seller


@pytest.mark.parametrize("needed", Role)
def test_each_role_opens_what_it_should(needed: Role) -> None:
    assert {role for role in Role if needed.allows(role)} == ALLOWED[needed]


@pytest.mark.parametrize(
    ("header", "found"),
    [(None, None), ("Bearer abc", "abc"), ("bearer  abc ", "abc"), ("BEARER abc", "abc")],
)
def test_the_token_is_taken_from_the_header(header: str | None, found: str | None) -> None:
    assert bearer({} if header is None else {"authorization": header}) == found


@pytest.mark.parametrize("header", ["", "abc", "Basic abc", "Bearer", "Bearer "])
def test_another_kind_of_header_is_refused(header: str) -> None:
    with pytest.raises(Unauthenticated, match="Bearer"):
        bearer({"authorization": header})


class TestKeys:
    """The key set behind a setting."""

    @pytest.fixture
    def file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        path = tmp_path / "keys.json"
        path.write_text(json.dumps({"keys": [KEYS.jwk()]}))
        monkeypatch.setenv("SOUK_PUBLIC_KEYS_SECRET", str(path))
        settings.forget()
        return path

    def test_are_read_when_the_first_token_comes(self, file: Path) -> None:
        keys = PublicKeys.open()

        assert verify(KEYS.token(CALLER), keys) == CALLER

    def test_are_read_again_for_a_new_key_but_not_for_every_forged_one(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        moment = [1000.0]
        monkeypatch.setattr("souk.identity.time.monotonic", lambda: moment[0])
        rotated = SigningPair("rotated")
        keys = PublicKeys.open()
        verify(KEYS.token(CALLER), keys)

        file.write_text(json.dumps({"keys": [KEYS.jwk(), rotated.jwk()]}))
        with pytest.raises(Unauthenticated):
            verify(rotated.token(CALLER), keys)
        moment[0] += 11

        assert verify(rotated.token(CALLER), keys) == CALLER
        assert verify(KEYS.token(CALLER), keys) == CALLER


def test_claims_survive_the_way_through_the_gateway() -> None:
    for caller in (CALLER, api.customer(), api.guest(UUID(int=1))):
        assert Caller.of(caller.claims()) == caller
