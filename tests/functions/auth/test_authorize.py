"""The gateway's authorizer."""

import time
from contextlib import closing
from typing import Any

import pytest

from functions.auth import authorize
from souk import Cache, Caller
from souk.cache import Part
from souk.identity import SESSION, verify
from tests.functions.auth.conftest import Door
from tests.support.api import invoke
from tests.support.tokens import SigningPair

ARN = "arn:aws:execute-api:eu-west-1:123456789012:abcdef/local/GET/api/users/me"


def _ask(headers: dict[str, str], **resources: Any) -> Any:
    return invoke(authorize.handler, {"type": "REQUEST", "methodArn": ARN, "headers": headers}, resources)


def _ask_with(token: str, **resources: Any) -> Any:
    return _ask({"authorization": f"Bearer {token}"}, **resources)


def _effect(answer: Any) -> str:
    (statement,) = answer["policyDocument"]["Statement"]
    assert statement["Resource"] == "arn:aws:execute-api:eu-west-1:123456789012:abcdef/local/*"
    return str(statement["Effect"])


@pytest.fixture
def session(door: Door, ada: str) -> str:
    """The access token of a session of Ada's."""
    return str(door.login().json["access_token"])


@pytest.fixture
def caller(door: Door, session: str) -> Caller:
    """Ada in that session."""
    return verify(session, door.world.keys.public())


def test_a_live_session_may_call_the_whole_stage(door: Door, session: str, caller: Caller) -> None:
    answer = _ask_with(session)

    assert answer["context"] == caller.claims()
    assert _effect(answer) == "Allow"


def test_the_table_is_asked_once_and_the_cache_from_then_on(door: Door, session: str, caller: Caller) -> None:
    database = door.world.database("auth")
    before = database.statements

    _ask_with(session)
    _ask_with(session)

    assert database.statements - before == 1
    assert door.world.cache.get(SESSION.key(session_id=caller.session_id)) == b"alive"


@pytest.mark.parametrize("valkey", ["revoked", "forgotten", "gone"])
def test_an_ended_session_is_refused_whatever_the_cache_knows(
    door: Door, session: str, caller: Caller, valkey: str
) -> None:
    door.logout(session)
    if valkey == "forgotten":
        door.world.cache.command("FLUSHALL")
    handed = {"cache": Cache("redis://127.0.0.1:1")} if valkey == "gone" else {}

    assert _effect(_ask_with(session, **handed)) == "Deny"


def test_a_session_that_ends_while_it_is_looked_up_stays_ended(door: Door, session: str, caller: Caller) -> None:
    class SlowCache(Cache):
        """A cache that is written to only after the session was ended."""

        def command(self, *parts: Part) -> Any:
            if parts[0] == "SET":
                door.logout(session)
            return super().command(*parts)

    with closing(SlowCache(door.world.valkey.url)) as cache:
        _ask_with(session, cache=cache)

    assert door.world.cache.get(SESSION.key(session_id=caller.session_id)) == b"revoked"
    assert _effect(_ask_with(session)) == "Deny"


def test_a_live_session_passes_without_valkey(door: Door, session: str) -> None:
    assert _ask_with(session, cache=Cache("redis://127.0.0.1:1"))["context"]["role"] == "customer"


def test_a_session_we_never_began_is_refused(door: Door, caller: Caller) -> None:
    stranger = Caller(caller.user_id, caller.role, caller.user_id)

    assert _effect(_ask_with(door.world.keys.token(stranger))) == "Deny"


@pytest.mark.parametrize(
    "claims", [{"exp": int(time.time()) - 1}, {"aud": "another-api"}, {"iss": "somebody"}, {"role": "owner"}]
)
def test_a_live_session_does_not_make_a_bad_token_good(door: Door, caller: Caller, claims: dict[str, Any]) -> None:
    assert _effect(_ask_with(door.world.keys.token(caller, **claims))) == "Deny"


def test_another_key_signs_for_nobody(door: Door, caller: Caller) -> None:
    assert _effect(_ask_with(SigningPair("another").token(caller))) == "Deny"


@pytest.mark.parametrize(
    "headers", [{}, {"authorization": ""}, {"authorization": "Basic YTpi"}, {"authorization": "x"}]
)
def test_without_a_bearer_token_nobody_passes(door: Door, headers: dict[str, str]) -> None:
    assert _effect(_ask(headers)) == "Deny"
