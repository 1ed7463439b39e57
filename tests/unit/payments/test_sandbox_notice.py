"""A webhook is believed when its provider signed it just now."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from functions.payments.domain.model import InvalidSignature
from functions.payments.domain.provider import ChargeNotice, ChargeResult, Notice, Outcome
from functions.payments.domain.providers.sandbox import Sandbox, sign
from souk.errors import Invalid, MalformedJson

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
SECRET = "a-webhook-secret-for-tests"
BODY = json.dumps({"id": "n1", "type": "charge.captured", "charge": "k1"})


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(json.dumps({"webhook_secret": SECRET}))
    monkeypatch.setenv(Sandbox.signing.setting, str(file))


def _signature(body: str = BODY, at: datetime = NOW, secret: str = SECRET) -> dict[str, str]:
    time = str(int(at.timestamp()))
    return {"souk-signature": f"t={time},v1={sign(time, body, secret)}"}


def test_a_signed_notice_is_read() -> None:
    notice = Sandbox().read_notice(_signature(), BODY, NOW)

    assert notice == Notice("n1", ChargeNotice("k1", ChargeResult(Outcome.CAPTURED, "sandbox_k1")))


def test_a_notice_about_something_else_has_no_result() -> None:
    body = json.dumps({"id": "n2", "type": "account.updated", "charge": ""})

    assert Sandbox().read_notice(_signature(body), body, NOW).about is None


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"souk-signature": ""},
        {"souk-signature": "nonsense"},
        {"souk-signature": "t=1,v1=é"},
        _signature(secret="another secret"),
        _signature(body=BODY + " "),
        _signature(at=NOW - timedelta(minutes=6)),
        _signature(at=NOW + timedelta(minutes=6)),
        {"souk-signature": f"t=soon,v1={sign('soon', BODY, SECRET)}"},
        {"souk-signature": _signature()["souk-signature"].replace("t=1", "t=2")},
    ],
)
def test_a_notice_that_is_not_signed_by_its_provider_just_now_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(InvalidSignature):
        Sandbox().read_notice(headers, BODY, NOW)


@pytest.mark.parametrize("body", ["", "[]", "{}", "not json", '{"id": "n1", "charge": "k1"}'])
def test_a_signed_notice_that_makes_no_sense_is_refused(body: str) -> None:
    with pytest.raises((MalformedJson, Invalid)):
        Sandbox().read_notice(_signature(body), body, NOW)
