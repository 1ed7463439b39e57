"""Who is calling: the gateway's claims, else a token of our own."""

from typing import Any

import pytest

from souk.errors import BadRequest
from souk.identity import SESSION, Caller, Role
from souk.ids import uuid7
from tests.support import api, studio
from tests.support.tokens import SigningPair
from tests.support.world import World

MAKE = "POST /api/pots"
NOTE = "POST /api/notes"
BREAK = "DELETE /api/shelves/{number}/pots/{name}"
BODY = {"name": "Jug", "weight": 1}


def test_nobody_is_asked_for_a_token(workshop: World) -> None:
    answer = studio.call(MAKE, body=BODY)

    assert (answer.status, answer.code) == (401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert studio.rows("SELECT * FROM pottery.pots") == []


def test_the_gateways_claims_are_believed(workshop: World) -> None:
    maker = api.customer()

    assert studio.make(maker).status == 201
    assert studio.rows("SELECT maker FROM pottery.pots") == [{"maker": maker.user_id}]


def test_without_an_authorizer_the_token_itself_is_verified(workshop: World) -> None:
    maker = api.customer()

    answer = studio.call(MAKE, token=workshop.keys.token(maker), body=BODY)

    assert answer.status == 201
    assert studio.rows("SELECT maker FROM pottery.pots") == [{"maker": maker.user_id}]


@pytest.mark.parametrize(
    "token", ["nonsense", SigningPair("stranger").token(api.admin())], ids=["nonsense", "of a stranger"]
)
def test_a_token_that_is_not_ours_is_refused(workshop: World, token: str) -> None:
    answer = studio.call(MAKE, token=token, body=BODY)

    assert (answer.status, answer.code) == (401, "unauthenticated")


def test_an_expired_token_is_refused(workshop: World) -> None:
    token = workshop.keys.token(api.customer(), exp=1_700_000_000)

    assert studio.call(MAKE, token=token, body=BODY).status == 401


def test_claims_of_another_shape_are_refused(workshop: World) -> None:
    event = api.gateway_event(MAKE, body=BODY, key="a-key")
    event["requestContext"]["authorizer"] = {"sub": "me", "principalId": "me"}

    assert studio.send(MAKE, event).status == 401


@pytest.mark.parametrize("role", Role)
def test_a_role_is_let_in_or_not_and_then_nothing_happens(workshop: World, role: Role) -> None:
    studio.make(api.customer())

    answer = studio.call(BREAK, as_=api.caller(role), path={"number": 1000, "name": "Jug"})

    left = len(studio.rows("SELECT * FROM pottery.pots"))
    if role in (Role.SELLER, Role.ADMIN):
        assert (answer.status, left) == (204, 0)
    else:
        assert (answer.status, answer.code, left) == (403, "forbidden", 1)


def test_a_public_operation_knows_who_sends_a_token(workshop: World) -> None:
    signed = api.guest()

    known = studio.call(NOTE, token=workshop.keys.token(signed), body="hello")
    unknown = studio.call(NOTE, body="hello")

    assert known.json["by"] == str(signed.user_id)
    assert unknown.json["by"] is None


@pytest.mark.parametrize("header", ["Bearer nonsense", "Basic QWRhOnNlY3JldA==", "Bearer", ""])
def test_a_token_that_is_worth_nothing_does_not_stop_a_public_operation(workshop: World, header: str) -> None:
    answer = studio.call(NOTE, headers={"Authorization": header}, body="hello")

    assert (answer.status, answer.json["by"]) == (200, None)


def test_a_session_that_ended_does_not_stop_a_public_operation(workshop: World) -> None:
    caller = api.customer()
    workshop.cache.set(SESSION.key(session_id=caller.session_id), "revoked", 900)

    answer = studio.call(NOTE, token=workshop.keys.token(caller), body="hello")

    assert (answer.status, answer.json["by"]) == (200, None)


def test_a_token_that_is_worth_nothing_does_not_stop_a_kept_read(workshop: World) -> None:
    pot = studio.make(api.customer()).json["id"]

    asked = [studio.call("GET /api/pots/{pot_id}", path={"pot_id": pot}, token="nonsense") for _ in range(2)]

    assert [answer.status for answer in asked] == [200, 200]
    assert workshop.cache.get(f"pot:{pot}") is not None


def test_a_public_operation_that_asks_for_nobody_ignores_tokens(workshop: World) -> None:
    assert studio.call("GET /api/pots", token="nonsense").status == 200


class TestSessions:
    """What Valkey says of the session of a token that is still good."""

    @pytest.fixture(params=["claims", "token"])
    def sent(self, request: pytest.FixtureRequest, workshop: World) -> dict[str, Any]:
        caller = api.customer()
        key = SESSION.key(session_id=caller.session_id)
        given = {"as_": caller} if request.param == "claims" else {"token": workshop.keys.token(caller)}
        return {"key": key, "given": given}

    def test_a_revoked_session_is_refused_at_once(self, workshop: World, sent: dict[str, Any]) -> None:
        workshop.cache.set(sent["key"], "alive", 60)
        before = studio.call(MAKE, body=BODY, **sent["given"])

        workshop.cache.set(sent["key"], "revoked", 900)
        after = studio.call(MAKE, body=BODY | {"name": "Cup"}, **sent["given"])

        assert before.status == 201
        assert (after.status, after.code) == (401, "unauthenticated")
        assert len(studio.rows("SELECT * FROM pottery.pots")) == 1

    def test_a_live_session_lives_on_for_a_day(self, workshop: World, sent: dict[str, Any]) -> None:
        workshop.cache.set(sent["key"], "alive", 60)

        studio.call(MAKE, body=BODY, **sent["given"])

        assert workshop.cache.command("TTL", sent["key"]) > 86_000

    def test_a_session_that_valkey_does_not_know_rests_on_the_token(
        self, workshop: World, sent: dict[str, Any]
    ) -> None:
        assert studio.call(MAKE, body=BODY, **sent["given"]).status == 201
        assert workshop.cache.get(sent["key"]) is None


class TestAuthorizer:
    """The gateway's question, and the answer it keeps."""

    ARN = "arn:aws:execute-api:eu-west-1:000000000000:api123/prod/POST/api/pots"

    def ask(self, headers: dict[str, str]) -> dict[str, Any]:
        function = studio.registry().by_handler["workshop.pottery.check_badge.handler"]
        answer: dict[str, Any] = api.invoke(function, {"methodArn": self.ARN, "headers": headers})
        return answer

    def test_a_genuine_token_opens_the_whole_stage_and_gives_its_claims(self, workshop: World) -> None:
        caller = Caller(uuid7(), Role.SELLER, uuid7(), uuid7())

        answer = self.ask({"Authorization": f"Bearer {workshop.keys.token(caller)}"})

        [statement] = answer["policyDocument"]["Statement"]
        assert statement["Effect"] == "Allow"
        assert statement["Resource"] == "arn:aws:execute-api:eu-west-1:000000000000:api123/prod/*"
        assert answer["principalId"] == str(caller.user_id)
        assert Caller.of(answer["context"]) == caller

    @pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer x"}, {"authorization": "Basic x"}])
    def test_anything_else_is_denied_without_an_error(self, workshop: World, headers: dict[str, str]) -> None:
        answer = self.ask(headers)

        assert answer["policyDocument"]["Statement"][0]["Effect"] == "Deny"
        assert "context" not in answer


def test_a_schedule_and_a_task_run_as_their_service(workshop: World) -> None:
    studio.make(api.customer(), weight=7)
    studio.make(api.customer(), name="Cup", weight=5)

    assert studio.run("weigh_all") == 12
    assert studio.run("open_studio", {"name": "Ada"}) == "welcome Ada, pottery"
    with pytest.raises(BadRequest, match="'name'"):
        studio.run("open_studio", {})
