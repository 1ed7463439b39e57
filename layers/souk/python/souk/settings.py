"""The one reader of the environment, and of the secrets it points to."""

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from souk import invocation
from souk.errors import Unavailable

_SECRET_LIFE_SECONDS = 300
_FETCH_SECONDS = 3
_secrets: dict[str, tuple[float, dict[str, Any]]] = {}


def get(name: str, default: str | None = None) -> str:
    """Read a setting.

    Raises LookupError when it is missing and has no default.
    """
    value = os.environ.get(name, default)
    if value is None:
        raise LookupError(f"the setting {name} is missing")
    return value


def secret(name: str, *, fresh: bool = False) -> Mapping[str, Any]:
    """Read the JSON secret that setting ``name`` refers to; kept for five minutes unless fresh."""
    return read(get(name), fresh=fresh)


def read(reference: str, *, fresh: bool = False) -> Mapping[str, Any]:
    """Read the JSON secret with this ARN, name or absolute file path."""
    known = _secrets.get(reference)
    if known is None or fresh or known[0] < time.monotonic():
        text = Path(reference).read_text() if reference.startswith("/") else _fetch(reference)
        known = (time.monotonic() + _SECRET_LIFE_SECONDS, json.loads(text))
        _secrets[reference] = known
    return known[1]


def _fetch(arn: str) -> str:
    """Ask the Parameters and Secrets extension, or the emulator where there is none.

    Lambda's own process answers for the extension on a local port; an emulator has no such layer, does not check
    signatures and answers at AWS_ENDPOINT_URL. Neither needs boto3, which would double a cold start.
    """
    import urllib.request  # 16 ms of a cold start, spent only when a secret is fetched

    emulator = os.environ.get("AWS_ENDPOINT_URL")
    if emulator:
        request = urllib.request.Request(  # noqa: S310  (an emulator on this machine)
            emulator,
            data=json.dumps({"SecretId": arn}).encode(),
            headers={
                "Content-Type": "application/x-amz-json-1.1",
                "X-Amz-Target": "secretsmanager.GetSecretValue",
                "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/{}/secretsmanager/aws4_request, "
                "SignedHeaders=host, Signature=0".format(os.environ.get("AWS_REGION", "eu-west-1")),
            },
        )
    else:
        port = os.environ.get("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", "2773")
        request = urllib.request.Request(
            f"http://localhost:{port}/secretsmanager/get?secretId={arn}",
            headers={"X-Aws-Parameters-Secrets-Token": os.environ.get("AWS_SESSION_TOKEN", "")},
        )
    try:
        with urllib.request.urlopen(request, timeout=invocation.patience(_FETCH_SECONDS)) as answer:  # noqa: S310  (http to this machine only)
            return str(json.load(answer)["SecretString"])
    except OSError as error:
        raise Unavailable("A secret could not be read.") from error


def forget() -> None:
    """Drop what was read, as a new environment would."""
    _secrets.clear()
