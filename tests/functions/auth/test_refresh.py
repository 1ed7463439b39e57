"""POST /api/auth/refresh and POST /api/auth/guest"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from souk import GUEST
from tests.functions.auth.conftest import Door
from tests.support import bus


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


def test_a_token_that_comes_back_ends_the_session_at_once(door: Door, ada: str) -> None:
    other = door.login()
    stolen = door.login().json["refresh_token"]
    renewed = door.refresh(stolen)
    assert door.me(renewed.json["access_token"]).status == 200

    answer = door.refresh(stolen)

    assert (answer.status, answer.code) == (401, "invalid_refresh_token")
    assert door.refresh(renewed.json["refresh_token"]).status == 401
    assert door.me(renewed.json["access_token"]).status == 401
    assert door.me(other.json["access_token"]).status == 200
    assert door.refresh(other.json["refresh_token"]).status == 200


def test_many_bring_the_same_token_at_once_and_one_gets_new_ones(door: Door, ada: str) -> None:
    refresh_token = door.login().json["refresh_token"]

    with ThreadPoolExecutor(6) as tabs:
        answers = list(tabs.map(lambda _: door.refresh(refresh_token), range(6)))

    assert sorted(answer.status for answer in answers) == [200, 401, 401, 401, 401, 401]
    assert door.count("auth.refresh_tokens") == 2


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

    assert door.refresh(refresh_token).status == 401


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
