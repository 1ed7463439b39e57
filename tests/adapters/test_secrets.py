"""Secrets are read by name and by ARN, and a rotated key is what is read next."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from functions.auth.domain.signing_keys import SigningKeys, rotate
from souk import settings
from souk.errors import Unavailable
from tests.support.clouds import Cloud


def test_the_kit_reads_a_secret_by_its_name_and_by_its_arn(served: Cloud, name: str) -> None:
    secret = {"username": "orders", "password": "ü'\"\\"}

    arn = served.keep(f"souk-local/{name}", secret)

    assert settings.read(f"souk-local/{name}") == settings.read(arn) == secret


def test_a_changed_secret_is_seen_by_who_asks_afresh(served: Cloud, name: str) -> None:
    arn = served.keep(name, {"password": "old"})
    before = settings.read(arn)
    served.client("secretsmanager").put_secret_value(SecretId=arn, SecretString='{"password": "new"}')

    assert (before, settings.read(arn)) == ({"password": "old"}, {"password": "old"})
    assert settings.read(arn, fresh=True) == {"password": "new"}


def test_a_secret_that_is_not_there_is_unavailable(served: Cloud, name: str) -> None:
    with pytest.raises(Unavailable):
        settings.read(name)


def test_the_signing_key_is_rotated_where_it_is_kept(cloud: Cloud, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for secret in SigningKeys.secrets:
        monkeypatch.setenv(secret.setting, cloud.keep(f"{name}-{secret.name}", json.loads(secret.content)))
    now = datetime.now(UTC)

    rotated = [rotate(SigningKeys.open(), now + timedelta(days=days)) for days in (0, 1, 30)]

    private, public = SigningKeys.open().read()
    assert rotated == [True, False, True]
    assert next(key["kid"] for key in public["keys"]) == private["kid"]
    assert len(public["keys"]) == 3
