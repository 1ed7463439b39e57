"""The signing key's rotation, the published keys, and what operators do by hand."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from functions.auth import make_admin, remove_expired_sessions, rotate_signing_key
from functions.auth.domain.signing_keys import SigningKeys
from souk import settings
from souk.errors import BadRequest, NotFound
from tests.functions.auth.conftest import Door
from tests.support import api
from tests.support.api import invoke
from tests.support.clock import FixedClock


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Secrets Manager with the two secrets as a first deployment leaves them."""
    for name, value in {
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
    }.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        client = boto3.client("secretsmanager")
        for name in ("SOUK_SIGNING_KEY_SECRET", "SOUK_PUBLIC_KEYS_SECRET"):
            monkeypatch.setenv(name, client.create_secret(Name=name, SecretString='{"keys": []}')["ARN"])
        yield client


def _read(secrets: Any, name: str) -> dict[str, Any]:
    return dict(json.loads(secrets.get_secret_value(SecretId=name)["SecretString"]))


def test_the_first_run_makes_a_key_and_the_next_month_s_another(door: Door, secrets: Any) -> None:
    clock = FixedClock(datetime.now(UTC))
    kids = []
    for days in (0, 1, 29):
        clock.moment += timedelta(days=days)
        invoke(rotate_signing_key.handler, {}, {"keys": SigningKeys.open(), "clock": clock})
        kids.append(_read(secrets, "SOUK_SIGNING_KEY_SECRET")["kid"])

    assert kids[0] == kids[1] != kids[2]
    following = _read(secrets, "SOUK_SIGNING_KEY_SECRET")["next"]["kid"]
    assert [key["kid"] for key in _read(secrets, "SOUK_PUBLIC_KEYS_SECRET")["keys"]] == [kids[2], following, kids[0]]


def test_the_public_keys_are_for_everybody(
    door: Door, secrets: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FixedClock(datetime.now(UTC))
    invoke(rotate_signing_key.handler, {}, {"keys": SigningKeys.open(), "clock": clock})
    published = _read(secrets, "SOUK_PUBLIC_KEYS_SECRET")
    (tmp_path / "public.json").write_text(json.dumps(published))
    monkeypatch.setenv("SOUK_PUBLIC_KEYS_SECRET", str(tmp_path / "public.json"))
    settings.forget()

    answer = api.call("GET /api/auth/jwks")

    assert (answer.status, answer.json) == (200, published)
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_the_first_administrator_is_made_by_hand(door: Door, ada: str) -> None:
    refresh_token = door.login().json["refresh_token"]

    assert invoke(make_admin.handler, {"email": "Ada@example.com"}) == {"user_id": ada}

    assert door.caller(door.refresh(refresh_token)).role == "admin"


def test_nobody_is_made_an_administrator_by_mistake(door: Door, ada: str) -> None:
    with pytest.raises(NotFound):
        invoke(make_admin.handler, {"email": "eve@example.com"})
    with pytest.raises(BadRequest, match="The payload lacks the field 'email'"):
        invoke(make_admin.handler, {})

    assert door.count("auth.accounts", "role = 'admin'") == 0


def test_only_what_can_no_longer_be_used_is_forgotten(door: Door, ada: str) -> None:
    kept, old = door.login().json["refresh_token"], door.login()
    old_session = door.caller(old).session_id
    with door.world.tx_as("auth") as tx:
        tx.execute(
            "UPDATE refresh_tokens SET expires_at = now() - interval '1 second' WHERE session_id = :id", id=old_session
        )
        tx.execute("UPDATE sessions SET created_at = now() - interval '31 days'")

    invoke(remove_expired_sessions.handler, {})

    assert door.count("auth.sessions") == door.count("auth.refresh_tokens") == 1
    assert door.refresh(kept).status == 200
