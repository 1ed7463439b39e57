"""The line that every invocation writes, which is also its metrics."""

import itertools
import json
from typing import Any

import pytest

from souk import errors, invocation
from souk.identity import PublicKeys
from souk.ids import uuid7
from tests.support import api, studio
from tests.support.pots import PotMade
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("workshop")


class Lines:
    """What was written since the last look."""

    def __init__(self, captured: pytest.CaptureFixture[str]) -> None:
        self._captured = captured

    def read(self) -> list[dict[str, Any]]:
        """Give the lines as objects."""
        return [json.loads(line) for line in self._captured.readouterr().out.splitlines()]

    def metrics(self) -> dict[str, Any]:
        """Give the metrics of the one invocation since the last look, as CloudWatch reads them."""
        [line] = [line for line in self.read() if "_aws" in line]
        [directive] = line["_aws"]["CloudWatchMetrics"]
        assert directive["Namespace"] == "Souk"
        assert directive["Dimensions"] == [["function"]]
        assert line["_aws"]["Timestamp"] > 0
        assert line["function"]
        return {metric["Name"]: (line[metric["Name"]], metric["Unit"]) for metric in directive["Metrics"]}


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Lines:
    monkeypatch.setattr(invocation, "_number", itertools.count())
    return Lines(capsys)


def test_says_which_invocation_it_was(lines: Lines) -> None:
    studio.make(api.customer(), headers={"X-Correlation-Id": "my-request-1"})
    studio.make(api.customer(), name="Cup", headers={"X-Correlation-Id": "my-request-2"})

    first, second = lines.read()
    assert (first["level"], first["message"], first["function"]) == ("INFO", "request", "pottery-make-pot")
    assert (first["route"], first["status"]) == ("POST /api/pots", 201)
    assert (first["correlation_id"], second["correlation_id"]) == ("my-request-1", "my-request-2")
    assert first["function_request_id"] == api.LambdaContext().aws_request_id
    assert (first["cold_start"], second["cold_start"]) == (True, False)


def test_counts_a_cold_start_once(lines: Lines) -> None:
    studio.make(api.customer())
    first = lines.metrics()
    studio.make(api.customer(), name="Cup")
    second = lines.metrics()

    assert first["ColdStart"] == (1, "Count")
    assert list(second) == ["Duration"]
    assert second["Duration"][1] == "Milliseconds"


def test_an_environment_that_lambda_had_ready_is_not_cold(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_LAMBDA_INITIALIZATION_TYPE", "provisioned-concurrency")

    studio.make(api.customer())

    assert "ColdStart" not in lines.metrics()


def test_an_exception_is_logged_with_the_same_fields(lines: Lines, caplog: pytest.LogCaptureFixture) -> None:
    studio.make(
        api.customer(), kiln=studio.breaking(RuntimeError("crash")), headers={"X-Correlation-Id": "my-request-1"}
    )

    [record] = [record for record in caplog.records if record.levelname == "ERROR"]
    fields = record.__dict__
    assert (fields["function"], fields["correlation_id"]) == ("pottery-make-pot", "my-request-1")
    assert fields["function_request_id"] == api.LambdaContext().aws_request_id
    assert fields["cold_start"] is True


@pytest.mark.parametrize(
    ("error", "failed"),
    [
        (RuntimeError("crash"), True),
        (errors.Unavailable(), True),
        (errors.Conflict(), False),
        (errors.NotFound.of("kiln")(), False),
    ],
)
def test_an_operation_fails_when_it_answers_500_or_more(lines: Lines, error: Exception, failed: bool) -> None:
    studio.make(api.customer(), kiln=studio.breaking(error))

    assert (lines.metrics().get("Failed") == (1, "Count")) is failed


def test_a_message_fails_when_it_goes_back_for_what_nobody_expected(lines: Lines) -> None:
    event = PotMade(pot_id=uuid7(), weight=1)

    studio.deliver("shelve_pot", event, kiln=studio.breaking(RuntimeError("crash")))
    crashed = lines.metrics()
    studio.deliver("shelve_pot", event, kiln=studio.breaking(errors.Retry("later")))
    put_off = lines.metrics()

    assert crashed["Failed"] == (1, "Count")
    assert (put_off["Retried"], put_off.get("Failed")) == ((1, "Count"), None)


@pytest.mark.parametrize("name", ["weigh_all", "open_studio"])
def test_a_schedule_or_task_fails_when_it_raises(lines: Lines, name: str, workshop: World) -> None:
    with workshop.tx_as("admin") as tx:
        tx.execute("ALTER TABLE pottery.pots RENAME TO pans")
    try:
        with pytest.raises(Exception, match=r"pots|name"):
            studio.run(name, {})
    finally:
        with workshop.tx_as("admin") as tx:
            tx.execute("ALTER TABLE pottery.pans RENAME TO pots")

    assert lines.metrics()["Failed"] == (1, "Count")


@pytest.mark.parametrize(
    ("offered", "known"),
    [({"X-Correlation-Id": "my-request-1"}, "my-request-1"), ({}, "the-providers-id")],
    ids=["offered", "the gateway's"],
)
@pytest.mark.parametrize(("token", "outcome"), [(None, "allowed"), ("nonsense", "refused")])
def test_the_authorizer_names_the_request_that_it_was_asked_for(
    lines: Lines, workshop: World, offered: dict[str, str], known: str, token: str | None, outcome: str
) -> None:
    badge = studio.registry().by_handler["workshop.pottery.check_badge.handler"]
    bearer = {"Authorization": f"Bearer {token or workshop.keys.token(api.customer())}"}
    event = {
        "headers": bearer | offered,
        "methodArn": "arn:aws:execute-api:eu-west-1:1:api/live/GET/pots",
        "requestContext": {"requestId": "the-providers-id"},
    }

    api.invoke(badge, event)

    [line] = lines.read()
    assert (line["message"], line["correlation_id"]) == (outcome, known)


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ({}, "Where is your badge?"),
        ({"Authorization": "Bearer nonsense"}, "DecodeError"),
        ({"Authorization": "Bearer {old}"}, "ExpiredSignatureError"),
        ({"Authorization": "Basic YWRhOng="}, "Send the token as: Authorization: Bearer <token>."),
    ],
)
def test_the_authorizer_says_where_somebody_was_refused_and_why_and_never_the_token(
    lines: Lines, workshop: World, sent: dict[str, str], reason: str
) -> None:
    badge = studio.registry().by_handler["workshop.pottery.check_badge.handler"]
    old = workshop.keys.token(api.customer(), exp=1)
    headers = {name: value.replace("{old}", old) for name, value in sent.items()}

    api.invoke(badge, {"headers": headers, "methodArn": "arn:aws:execute-api:eu-west-1:1:api/live/GET/pots/7"})

    [line] = lines.read()
    assert (line["message"], line["route"], line["reason"]) == ("refused", "GET /pots/7", reason)
    assert not any(value.split()[-1] in json.dumps(line) for value in headers.values())


def test_the_authorizer_fails_when_it_cannot_tell_who_it_is(lines: Lines, workshop: World) -> None:
    class Unreadable(PublicKeys):
        def find(self, key_id: str) -> Any:
            raise errors.Unavailable

    badge = studio.registry().by_handler["workshop.pottery.check_badge.handler"]
    headers = {"Authorization": f"Bearer {workshop.keys.token(api.customer())}"}
    event = {"headers": headers, "methodArn": "arn:aws:execute-api:eu-west-1:1:api/live/GET/pots"}

    with pytest.raises(errors.Unavailable):
        api.invoke(badge, event, {"keys": Unreadable()})

    assert lines.metrics()["Failed"] == (1, "Count")
