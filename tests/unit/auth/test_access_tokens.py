"""Tokens that are genuine, and those that only look like it."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from functions.auth.domain import tokens
from functions.auth.domain.signing_key import SigningKey
from functions.auth.domain.signing_keys import SigningKeys, rotate
from souk import SELLER, Caller, settings
from souk.errors import Unauthenticated, Unavailable
from souk.identity import PublicKeys, verify
from souk.ids import uuid7
from souk.token import fingerprint, new_token

CALLER = Caller(user_id=uuid7(), role=SELLER, session_id=uuid7(), seller_id=uuid7())


class KeptInFiles(SigningKeys):
    """Secrets in two files, as functions read them outside AWS."""

    def __init__(self, private: Any, public: Any) -> None:
        self._files = (private, public)

    def lose_public(self) -> None:
        self._files[1].unlink()

    def read(self) -> tuple[dict[str, Any], dict[str, Any]]:
        private, public = (json.loads(file.read_text()) for file in self._files)
        return private, public

    def write(self, private: dict[str, Any], public: dict[str, Any]) -> None:
        for file, value in zip(self._files, (private, public), strict=True):
            file.write_text(json.dumps(value))


@pytest.fixture
def keys(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> KeptInFiles:
    private, public = tmp_path / "private.json", tmp_path / "public.json"
    monkeypatch.setenv("SOUK_SIGNING_KEY_SECRET", str(private))
    monkeypatch.setenv("SOUK_PUBLIC_KEYS_SECRET", str(public))
    settings.forget()
    kept = KeptInFiles(private, public)
    kept.write({"keys": []}, {"keys": []})
    rotate(kept, datetime.now(UTC))
    return kept


def _signed(key: Any, kid: str, algorithm: str = "ES256", **changes: Any) -> str:
    now = datetime.now(UTC)
    claims = {"iss": "souk", "aud": "souk-api", "iat": now, "exp": now + timedelta(minutes=15)} | CALLER.claims()
    claims |= changes
    return jwt.encode({k: v for k, v in claims.items() if v is not None}, key, algorithm, headers={"kid": kid})


def _segments(header: dict[str, Any], claims: dict[str, Any], signature: str = "") -> str:
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (header, claims)]
    return ".".join([*parts, signature])


def test_what_is_signed_is_what_is_read(keys: KeptInFiles) -> None:
    token = tokens.access_token(SigningKey.open(), CALLER, datetime.now(UTC))

    assert verify(token, PublicKeys()) == CALLER


def test_a_token_lives_a_quarter_of_an_hour(keys: KeptInFiles) -> None:
    key, now = SigningKey.open(), datetime.now(UTC)

    young = tokens.access_token(key, CALLER, now - timedelta(minutes=14, seconds=50))
    old = tokens.access_token(key, CALLER, now - timedelta(minutes=15, seconds=1))

    assert verify(young, PublicKeys()) == CALLER
    with pytest.raises(Unauthenticated):
        verify(old, PublicKeys())


def _forged_signature(key: SigningKey) -> str:
    return _signed(ec.generate_private_key(ec.SECP256R1()), key.kid)


def _no_algorithm(key: SigningKey) -> str:
    claims = jwt.decode(_signed(key.private, key.kid), options={"verify_signature": False})
    return _segments({"alg": "none", "typ": "JWT", "kid": key.kid}, claims)


def _public_key_as_shared_secret(key: SigningKey) -> str:
    import hashlib
    import hmac

    public = key.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    claims = jwt.decode(_signed(key.private, key.kid), options={"verify_signature": False})
    unsigned = _segments({"alg": "HS256", "typ": "JWT", "kid": key.kid}, claims).rstrip(".")
    signature = base64.urlsafe_b64encode(hmac.digest(public, unsigned.encode(), hashlib.sha256)).decode().rstrip("=")
    return f"{unsigned}.{signature}"


def _claims_changed_after_signing(key: SigningKey) -> str:
    header, _, signature = _signed(key.private, key.kid).split(".")
    claims = jwt.decode(_signed(key.private, key.kid), options={"verify_signature": False}) | {"role": "admin"}
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"{header}.{payload}.{signature}"


@pytest.mark.parametrize(
    "attack",
    [
        _forged_signature,
        _no_algorithm,
        _public_key_as_shared_secret,
        _claims_changed_after_signing,
        lambda key: _signed(key.private, "another-kid"),
        lambda key: _signed(key.private, key.kid, aud="another-api"),
        lambda key: _signed(key.private, key.kid, iss="somebody"),
        lambda key: _signed(key.private, key.kid, exp=datetime.now(UTC) - timedelta(seconds=1)),
        lambda key: _signed(key.private, key.kid, exp=None),
        lambda key: _signed(key.private, key.kid, sub="not-a-uuid"),
        lambda key: _signed(key.private, key.kid, role="owner"),
        lambda key: _signed(key.private, key.kid, sid=None),
        lambda key: "",
        lambda key: "one.two",
        lambda key: "\N{SNOWMAN}.\N{SNOWMAN}.\N{SNOWMAN}",
    ],
)
def test_a_token_that_is_not_ours_is_refused(keys: KeptInFiles, attack: Callable[[SigningKey], str]) -> None:
    with pytest.raises(Unauthenticated):
        verify(attack(SigningKey.open()), PublicKeys())


def test_a_redeployment_leaves_a_young_key_alone(keys: KeptInFiles) -> None:
    before = keys.read()

    assert not rotate(keys, datetime.now(UTC) + timedelta(days=24))

    assert keys.read() == before


def test_tokens_of_the_key_before_are_good_until_the_next_rotation(keys: KeptInFiles) -> None:
    now = datetime.now(UTC)
    first = tokens.access_token(SigningKey.open(), CALLER, now)

    assert rotate(keys, now + timedelta(days=30))
    second = tokens.access_token(SigningKey.open(), CALLER, now)

    assert jwt.get_unverified_header(first)["kid"] != jwt.get_unverified_header(second)["kid"]
    assert verify(first, PublicKeys()) == verify(second, PublicKeys()) == CALLER

    assert rotate(keys, now + timedelta(days=60))

    assert verify(second, PublicKeys()) == CALLER
    with pytest.raises(Unauthenticated):
        verify(first, PublicKeys())


def test_no_private_number_is_ever_published(keys: KeptInFiles) -> None:
    _, public = keys.read()

    assert len(public["keys"]) == 2
    assert all(set(key) == {"kty", "crv", "x", "y", "alg", "use", "kid"} for key in public["keys"])


def test_whoever_kept_the_public_keys_knows_the_next_one_already(keys: KeptInFiles) -> None:
    now, kept = datetime.now(UTC), PublicKeys()
    verify(tokens.access_token(SigningKey.open(), CALLER, now), kept)

    rotate(keys, now + timedelta(days=30))
    settings.forget()
    keys.lose_public()

    assert verify(tokens.access_token(SigningKey.open(), CALLER, now), kept) == CALLER


def test_without_a_key_nobody_is_let_in_yet(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = tmp_path / "empty.json"
    empty.write_text("{}")
    monkeypatch.setenv("SOUK_SIGNING_KEY_SECRET", str(empty))

    with pytest.raises(Unavailable):
        SigningKey.open()


def test_a_refresh_token_is_never_the_same_and_kept_as_its_fingerprint_only() -> None:
    issued = {new_token() for _ in range(1000)}

    assert len(issued) == 1000
    assert all(len(base64.urlsafe_b64decode(token + "=")) == 32 for token in issued)
    assert len(fingerprint(issued.pop())) == 32
