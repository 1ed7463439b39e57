"""The settings of the stage that functions in process run on."""

import json
from pathlib import Path
from typing import Any

from tests.support.tokens import SigningPair


def stage_settings(keys: SigningPair, folder: Path) -> dict[str, str]:
    """The settings of a stage whose secrets are files."""
    secrets: dict[str, dict[str, Any]] = {
        "SOUK_PUBLIC_KEYS_SECRET": {"keys": [keys.jwk()]},
        "SOUK_SIGNING_KEY_SECRET": {"kid": keys.key_id, "private_key": keys.pem()},
        "SOUK_PROVIDER_SANDBOX_SECRET": {"webhook_secret": "a-webhook-secret-for-tests"},
    }
    for name, content in secrets.items():
        (folder / name).write_text(json.dumps(content))
    return {
        "SOUK_STAGE": "local",
        "SOUK_RATE_LIMIT": "100000",
        "SOUK_PAYMENT_PROVIDERS": "sandbox",
        "SOUK_PRICES_WITHOUT_TAX": "",
        "SOUK_PLATFORM_COUNTRY": "",
        "SOUK_MAIL_SENDER": "souk@example.com",
        "SOUK_PUBLIC_URL": "https://souk.test",
        **{name: str(folder / name) for name in secrets},
    }
