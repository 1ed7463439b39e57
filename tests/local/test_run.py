"""One command line runs every operator's task."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from local.desk import Desk
from local.invoking import TaskFailed, call
from local.run import listed, run
from local.servers import ServerFailed


class Functions:
    """Answers as Lambda does."""

    def __init__(self, answer: object, error: str | None = None) -> None:
        self.answer = {"Payload": io.BytesIO(json.dumps(answer).encode())} | ({"FunctionError": error} if error else {})
        self.asked: dict[str, Any] = {}

    def invoke(self, **asked: Any) -> dict[str, Any]:
        self.asked = asked
        return self.answer


def test_a_function_is_given_the_payload_and_its_answer_comes_back() -> None:
    functions = Functions({"user_id": "1"})

    assert call(functions, "souk-dev-auth-make-admin", '{"email": "a@example.com"}') == {"user_id": "1"}
    assert functions.asked == {"FunctionName": "souk-dev-auth-make-admin", "Payload": b'{"email": "a@example.com"}'}


def test_what_fails_there_fails_here_with_its_reason() -> None:
    functions = Functions({"errorType": "NotFound", "errorMessage": "There is no such account."}, "Unhandled")

    with pytest.raises(TaskFailed, match="souk-dev-auth-make-admin failed: NotFound: There is no such account"):
        call(functions, "souk-dev-auth-make-admin", "{}")


@pytest.mark.parametrize(
    ("task", "payload", "stage", "reason"),
    [
        ("auth/place_order", "{}", "local", "no task 'auth/place_order', only\n  auth/make_admin"),
        ("auth/make_admin", "{email}", "local", "not JSON"),
        ("auth/make_admin", "{}", "nowhere", r"stages/nowhere\.toml is missing"),
        ("auth/make_admin", "{}", "local", "not running"),
    ],
)
def test_what_cannot_be_run_is_refused_with_the_reason(
    tmp_path: Path, task: str, payload: str, stage: str, reason: str
) -> None:
    with pytest.raises((TaskFailed, ServerFailed), match=reason):
        run(task, payload, stage, Desk(tmp_path))


def test_a_stage_with_an_alias_is_asked_by_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    functions = Functions(None)
    monkeypatch.setattr("local.run.boto3.client", lambda service, region_name, config: functions)

    run("ops/migrate", "{}", "dev", Desk(tmp_path))

    assert functions.asked["FunctionName"] == "souk-dev-ops-migrate:live"


def test_what_a_clock_starts_can_be_started_by_hand() -> None:
    assert "inventory/release_expired" in listed()
    assert "orders/place_order" not in listed()
