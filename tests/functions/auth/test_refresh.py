"""POST /api/auth/refresh and POST /api/auth/guest"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from functions.auth.domain.model import REFRESH_GRACE
from souk import GUEST
from tests.functions.auth.conftest import Door
from tests.support import bus
from tests.support.api import Answer


def test_a_guest_is_somebody_new_each_time(door: Door) -> None:
    first, second = door.caller(door.guest()), door.caller(door.guest())

    assert first.role is second.role is GUEST
    assert first.user_id != second.user_id
    assert door.count("auth.accounts") == len(bus.recorded()) == 0


def test_new_tokens_belong_to_the_same_session(door: Door, ada: str) -> None:
    before = door.login()

    after = door.refresh(before.json["refresh_token"])

    assert after.status == 200
    assert door.caller(after) == door.caller(before)
    assert after.json["refresh_token"] != before.json["refresh_token"]
    assert door.refresh(after.json["refresh_token"]).status == 200


def test_a_guest_stays_the_same_guest(door: Door) -> None:
    guest = door.guest()

    assert door.caller(door.refresh(guest.json["refresh_token"])) == door.caller(guest)


def test_new_tokens_carry_the_role_of_today(door: Door, ada: str) -> None:
    refresh_token, seller_id = door.login().json["refresh_token"], uuid4()
    with door.world.tx_as("auth") as tx:
        tx.execute("UPDATE accounts SET role = 'seller', seller_id = :seller_id", seller_id=seller_id)

    caller = door.caller(door.refresh(refresh_token))

    assert (caller.role, caller.seller_id) == ("seller", seller_id)


def _age_uses(door: Door, age: timedelta) -> None:
    with door.world.tx_as("auth") as tx:
        tx.execute("UPDATE refresh_tokens SET used_at = used_at - make_interval(secs => :age)", age=age.total_seconds())


def _is_over(door: Door, session: Answer) -> bool:
    """Say whether neither of the session's tokens is of any use."""
    statuses = (door.me(session.json["access_token"]).status, door.refresh(session.json["refresh_token"]).status)
    assert statuses in {(200, 200), (401, 401)}
    return statuses == (401, 401)


def test_a_token_whose_answer_was_lost_gets_others_after_the_grace_as_often_as_needed(door: Door, ada: str) -> None:
    lost = door.login().json["refresh_token"]
    door.refresh(lost)
    _age_uses(door, REFRESH_GRACE)
    door.refresh(lost)
    _age_uses(door, REFRESH_GRACE)

    answer = door.refresh(lost)

    assert answer.status == 200
    assert door.count("auth.refresh_tokens", "used_at IS NULL") == 1
    assert not _is_over(door, answer)


def test_a_token_that_was_replaced_ends_the_session_of_who_replaced_it_at_once(door: Door, ada: str) -> None:
    other, stolen = door.login(), door.login().json["refresh_token"]
    replaced = door.refresh(stolen).json["refresh_token"]
    _age_uses(door, REFRESH_GRACE)
    thief = door.refresh(stolen)
    assert door.me(thief.json["access_token"]).status == 200

    answer = door.refresh(replaced)

    assert (answer.status, answer.code) == (401, "invalid_refresh_token")
    assert _is_over(door, thief)
    assert not _is_over(door, other)


def test_two_who_bring_a_lost_answers_token_again_at_once_are_tabs(door: Door, ada: str) -> None:
    lost = door.login().json["refresh_token"]
    door.refresh(lost)
    _age_uses(door, REFRESH_GRACE)

    with ThreadPoolExecutor(2) as tabs:
        answers = sorted(tabs.map(lambda _: door.refresh(lost), range(2)), key=lambda answer: answer.status)

    assert [answer.status for answer in answers] == [200, 409]
    assert not _is_over(door, answers[0])


def test_a_token_that_comes_back_when_its_successor_was_used_ends_the_session_at_once(door: Door, ada: str) -> None:
    stolen = door.login().json["refresh_token"]
    renewed = door.refresh(door.refresh(stolen).json["refresh_token"])

    answer = door.refresh(stolen)

    assert (answer.status, answer.code) == (401, "invalid_refresh_token")
    assert _is_over(door, renewed)


def test_a_token_that_comes_back_at_once_gets_nothing_and_ends_nothing(door: Door, ada: str) -> None:
    refresh_token = door.login().json["refresh_token"]
    renewed = door.refresh(refresh_token)
    _age_uses(door, REFRESH_GRACE / 2)

    answer = door.refresh(refresh_token)

    assert (answer.status, answer.code, answer.headers["Retry-After"]) == (409, "refresh_in_progress", "1")
    assert "refresh_token" not in answer.json
    assert door.count("auth.refresh_tokens") == 2
    assert not _is_over(door, renewed)


def test_of_many_tabs_that_refresh_at_once_one_gets_new_tokens_and_the_session_lives(door: Door, ada: str) -> None:
    refresh_token = door.login().json["refresh_token"]

    with ThreadPoolExecutor(6) as tabs:
        answers = sorted(tabs.map(lambda _: door.refresh(refresh_token), range(6)), key=lambda answer: answer.status)

    assert [answer.status for answer in answers] == [200, 409, 409, 409, 409, 409]
    assert door.count("auth.refresh_tokens") == 2
    assert not _is_over(door, answers[0])


def test_a_session_that_was_ended_is_not_said_to_be_refreshing(door: Door, ada: str) -> None:
    refresh_token = door.login().json["refresh_token"]
    door.logout(door.refresh(refresh_token).json["access_token"])

    assert door.refresh(refresh_token).status == 401


def test_an_expired_token_gets_nothing_and_ends_nothing(door: Door, ada: str) -> None:
    refresh_token = door.login().json["refresh_token"]
    with door.world.tx_as("auth") as tx:
        tx.execute("UPDATE refresh_tokens SET expires_at = now() - interval '1 second'")

    assert door.refresh(refresh_token).status == 401
    assert door.count("auth.refresh_tokens") == 1
    assert door.count("auth.sessions", "revoked_at IS NOT NULL") == 0


def test_a_token_outlives_its_account_for_nothing(door: Door, ada: str) -> None:
    refresh_token = door.login().json["refresh_token"]
    with door.world.tx_as("auth") as tx:
        tx.execute("DELETE FROM accounts")

    assert [door.refresh(refresh_token).status for _ in range(2)] == [401, 401]
    assert door.count("auth.refresh_tokens") == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"refresh_token": "unknown"}, 401),
        ({"refresh_token": ""}, 401),
        ({"refresh_token": "x" * 129}, 422),
        ({"refresh_token": None}, 422),
        ({"refresh_token": "x", "session_id": "y"}, 422),
        ({}, 422),
        ("{", 400),
    ],
)
def test_what_is_no_token_changes_nothing(door: Door, ada: str, body: Any, status: int) -> None:
    door.login()

    assert door.refresh(None, body=body).status == status
    assert door.count("auth.refresh_tokens", "used_at IS NULL") == 1
    assert door.count("auth.sessions", "revoked_at IS NULL") == 1
