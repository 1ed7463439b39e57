"""What goes out: one shape of error, no secrets, validators and headers."""

import json
import re

import pytest

from souk import errors
from souk.event import correlation
from souk.ids import uuid7
from tests.support import api, studio
from tests.support.dying import Killed
from tests.support.world import World

POT = "GET /api/pots/{pot_id}"
PROBLEM = {"type", "title", "status", "code", "detail", "request_id"}


def test_a_failure_of_ours_is_a_500_that_tells_nothing(workshop: World, caplog: pytest.LogCaptureFixture) -> None:
    broken = studio.breaking(RuntimeError("the password is hunter2"))

    answer = studio.make(api.customer(), kiln=broken, headers={"X-Correlation-Id": "my-request-1"})

    assert (answer.status, answer.code) == (500, "internal_error")
    assert set(answer.json) == PROBLEM
    assert answer.json["request_id"] == "my-request-1"
    assert "hunter2" not in answer.text + json.dumps(answer.headers)
    assert "RuntimeError" not in answer.text
    assert "hunter2" in caplog.text


def test_a_request_that_is_killed_leaves_its_id_to_nobody(workshop: World) -> None:
    with pytest.raises(Killed):
        studio.make(api.customer(), kiln=studio.breaking(Killed))

    assert correlation.get() == ""


@pytest.mark.parametrize(
    ("problem", "status", "retry_after"),
    [
        (errors.Conflict("The pot cracked."), 409, None),
        (errors.Unavailable("The kiln is cold.", retry_after=7), 503, "7"),
        (errors.NotFound.of("kiln")(), 404, None),
    ],
)
def test_a_problem_is_answered_as_it_was_raised(
    workshop: World, problem: errors.Problem, status: int, retry_after: str | None
) -> None:
    answer = studio.make(api.customer(), kiln=studio.breaking(problem))

    assert (answer.status, answer.code) == (status, problem.code)
    assert answer.json["detail"] == problem.detail
    assert answer.headers.get("Retry-After") == retry_after
    assert answer.headers["Cache-Control"] == "no-store"
    assert studio.rows("SELECT * FROM pottery.pots") == []
    assert studio.rows("SELECT * FROM souk.outbox") == []


def test_a_result_has_the_status_that_was_declared(workshop: World) -> None:
    made = studio.make(api.customer())
    gone = studio.call(
        "DELETE /api/shelves/{number}/pots/{name}", as_=api.admin(), path={"number": 1000, "name": "Jug"}
    )

    assert (made.status, made.headers["Content-Type"]) == (201, "application/json")
    assert made.headers["X-Content-Type-Options"] == "nosniff"
    assert (gone.status, gone.text) == (204, "")
    assert "Content-Type" not in gone.headers
    assert studio.rows("SELECT * FROM pottery.pots") == []


def test_who_asks_for_the_headers_of_a_read_alone_gets_those_of_the_read(workshop: World) -> None:
    """The content is left out by the gateway, as every server of HTTP does; the length is that of the content."""
    pot = studio.make(api.customer()).json["id"]
    event = api.gateway_event(POT, path={"pot_id": pot}, headers={"X-Correlation-Id": "my-request-1"})

    read, asked = studio.send(POT, event), studio.send(POT, event | {"httpMethod": "HEAD"})

    assert (asked.status, asked.text) == (200, read.text)
    assert asked.headers["ETag"] == read.headers["ETag"]
    assert asked.headers["Content-Type"] == read.headers["Content-Type"] == "application/json"


class TestCorrelation:
    """The id that follows a request everywhere."""

    def test_is_the_clients_when_it_sends_one(self, workshop: World) -> None:
        answer = studio.make(api.customer(), headers={"x-correlation-ID": "from-the-client"})

        assert answer.headers["X-Correlation-Id"] == "from-the-client"
        [event] = studio.rows("SELECT envelope ->> 'correlation_id' AS id FROM souk.outbox")
        assert event["id"] == "from-the-client"

    @pytest.mark.parametrize(
        "sent", ["short", "x" * 65, "with space", "new\nline!!", "<script>alert</script>", "é" * 10]
    )
    def test_is_the_gateways_when_the_clients_is_unfit(self, workshop: World, sent: str) -> None:
        event = api.gateway_event(POT, path={"pot_id": uuid7()}, headers={"X-Correlation-Id": sent})

        answer = studio.send(POT, event)

        assert answer.headers["X-Correlation-Id"] == event["requestContext"]["requestId"]
        assert answer.json["request_id"] == event["requestContext"]["requestId"]

    def test_is_made_when_nobody_gives_one(self, workshop: World) -> None:
        event = api.gateway_event(POT, path={"pot_id": uuid7()})
        del event["requestContext"]["requestId"]

        first, second = (studio.send(POT, event).headers["X-Correlation-Id"] for _ in range(2))

        assert re.fullmatch(r"[0-9a-f-]{36}", first)
        assert first != second


class TestOrigins:
    """Which pages of other sites may read the answer."""

    @pytest.fixture(autouse=True)
    def ours(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SOUK_CORS_ORIGINS", "https://souk.example,https://admin.souk.example")

    @pytest.mark.parametrize("origin", ["https://souk.example", "https://admin.souk.example"])
    def test_of_ours_are_named(self, workshop: World, origin: str) -> None:
        answer = studio.call("GET /api/pots", headers={"Origin": origin})

        assert answer.headers["Access-Control-Allow-Origin"] == origin
        assert answer.headers["Vary"] == "Origin"

    def test_may_read_problems_too(self, workshop: World) -> None:
        answer = studio.call(POT, path={"pot_id": uuid7()}, headers={"Origin": "https://souk.example"})

        assert answer.status == 404
        assert answer.headers["Access-Control-Allow-Origin"] == "https://souk.example"

    @pytest.mark.parametrize("origin", ["https://evil.example", "https://souk.example.evil.example", "null", "", None])
    def test_of_others_are_not(self, workshop: World, origin: str | None) -> None:
        answer = studio.call("GET /api/pots", headers={} if origin is None else {"Origin": origin})

        assert "Access-Control-Allow-Origin" not in answer.headers
        assert answer.headers["Vary"] == "Origin", "else a cache gives this answer to a page of ours"


class TestValidators:
    """What lets a client keep an answer."""

    @pytest.mark.parametrize("route", [POT, "GET /api/pots"])
    def test_a_client_that_has_the_answer_is_told_so(self, workshop: World, route: str) -> None:
        pot = studio.make(api.customer()).json
        path = {"pot_id": pot["id"]} if "{" in route else None
        first = studio.call(route, path=path)

        again = studio.call(route, path=path, headers={"If-None-Match": first.headers["ETag"]})

        assert first.status == 200
        assert re.fullmatch(r'"[0-9a-f]+"', first.headers["ETag"])
        assert (again.status, again.text) == (304, "")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"] != "no-store"

    @pytest.mark.parametrize("form", ["W/{}", '"other", {}', "{} ", "*"])
    def test_each_form_of_the_header_is_understood(self, workshop: World, form: str) -> None:
        tag = studio.call("GET /api/pots").headers["ETag"]

        assert studio.call("GET /api/pots", headers={"If-None-Match": form.format(tag)}).status == 304

    def test_a_client_that_has_another_answer_gets_this_one(self, workshop: World) -> None:
        empty = studio.call("GET /api/pots")
        studio.make(api.customer())

        full = studio.call("GET /api/pots", headers={"If-None-Match": empty.headers["ETag"]})

        assert full.status == 200
        assert full.headers["ETag"] != empty.headers["ETag"]

    def test_a_problem_is_never_kept(self, workshop: World) -> None:
        answer = studio.call(POT, path={"pot_id": uuid7()}, headers={"If-None-Match": "*"})

        assert (answer.status, answer.headers["Cache-Control"]) == (404, "no-store")
        assert "ETag" not in answer.headers
