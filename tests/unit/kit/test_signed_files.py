"""Requests for files are signed as Amazon's own library signs them."""

import base64
import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import botocore.auth
import pytest
from botocore.config import Config
from botocore.credentials import Credentials

from souk import files
from souk.files import LINK_SECONDS, DownloadLinks, UploadForms

NOW = datetime(2026, 11, 27, 3, 4, 5, tzinfo=UTC)
LOGIN = {
    "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "a/secret+key",
    "AWS_SESSION_TOKEN": "a/token+of=x",
}
REGION = "eu-west-1"
KEY = "catalog-export-products/0197 ü"


@pytest.fixture(autouse=True)
def signing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of a function on AWS, at a fixed time."""
    stage = {"SOUK_FILES_BUCKET": "souk", "SOUK_FILES_URL": f"https://souk.s3.{REGION}.amazonaws.com"}
    for name, value in (LOGIN | stage | {"AWS_REGION": REGION}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(files, "datetime", SimpleNamespace(now=lambda _: NOW))
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda: NOW.replace(tzinfo=None))


def s3() -> Any:
    config = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
    return boto3.Session().client("s3", region_name=REGION, config=config)


def test_a_link_is_the_one_that_boto3_makes() -> None:
    theirs = s3().generate_presigned_url(
        "get_object", Params={"Bucket": "souk", "Key": f"downloads/{KEY}"}, ExpiresIn=LINK_SECONDS
    )

    ours = DownloadLinks.open().link(KEY)

    assert ours.partition("?")[0] == theirs.partition("?")[0]
    assert parse_qs(urlsplit(ours).query) == parse_qs(urlsplit(theirs).query)


def test_a_form_is_the_one_that_boto3_makes() -> None:
    theirs = s3().generate_presigned_post(
        "souk",
        f"uploads/{KEY}",
        Fields={"Content-Type": "text/csv"},
        Conditions=[{"Content-Type": "text/csv"}, ["content-length-range", 1, 10]],
    )

    ours = UploadForms.open().form(KEY, content_type="text/csv", most=10)

    apart = ("policy", "x-amz-signature")
    assert ours.url == theirs["url"]
    assert {name: value for name, value in ours.fields.items() if name not in apart} == {
        name: value for name, value in theirs["fields"].items() if name not in apart
    }
    assert conditions(ours.fields) == conditions(theirs["fields"])
    assert json.loads(base64.b64decode(ours.fields["policy"]))["expiration"] == "2026-11-27T04:04:05Z"
    assert ours.fields["x-amz-signature"] == signature(ours.fields["policy"])


def conditions(fields: dict[str, str]) -> list[str]:
    return sorted(json.dumps(one) for one in json.loads(base64.b64decode(fields["policy"]))["conditions"])


def signature(policy: str) -> str:
    login = Credentials(*LOGIN.values())
    request = SimpleNamespace(context={"timestamp": f"{NOW:%Y%m%dT%H%M%SZ}"})
    return str(botocore.auth.S3SigV4PostAuth(login, "s3", REGION).signature(policy, request))
