"""POST /api/auth/login"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from functions.auth.domain.login_attempts import FREE_PER_ACCOUNT, FREE_PER_ADDRESS
from souk import CUSTOMER, Cache
from souk.token import fingerprint
from tests.functions.auth.conftest import ADA, Door
from tests.support import bus

NOWHERE = "redis://127.0.0.1:1"


@pytest.fixture(autouse=True)
def slow_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pauses outlast the test, however slow it is."""
    monkeypatch.setattr("functions.auth.domain.login_attempts.FIRST_PAUSE_SECONDS", 100)


def test_the_right_password_begins_a_session(door: Door, ada: str) -> None:
    answer = door.login(" ADA@example.com ")

    assert answer.status == 200
    assert (answer.json["token_type"], answer.json["expires_in"]) == ("Bearer", 900)
    caller = door.caller(answer)
    assert (str(caller.user_id), caller.role, caller.seller_id) == (ada, CUSTOMER, None)
    assert door.me(answer.json["access_token"]).json["email"] == "ada@example.com"


@pytest.mark.parametrize("left_over", ["signed out", "nonsense"])
def test_the_token_of_a_session_that_ended_does_not_stop_it(door: Door, ada: str, left_over: str) -> None:
    token = left_over
    if left_over == "signed out":
        token = door.login().json["access_token"]
        door.logout(token)

    answer = door.login(token=token)

    assert answer.status == 200
    assert door.me(answer.json["access_token"]).status == 200


def test_the_others_hear_who_signed_in(door: Door, ada: str) -> None:
    caller = door.caller(door.login())

    (event,) = bus.recorded("user.logged_in")
    assert event.envelope()["data"] == {"session_id": str(caller.session_id), "user_id": ada}


def test_a_refresh_token_is_kept_as_its_fingerprint_only(door: Door, ada: str) -> None:
    refresh_token = door.login().json["refresh_token"]

    with door.world.tx_as("admin") as tx:
        kept = tx.rows("SELECT * FROM auth.refresh_tokens")
    assert [row["id"] for row in kept] == [fingerprint(refresh_token)]
    assert refresh_token not in str(kept)


@pytest.mark.parametrize(
    ("email", "password"),
    [("ada@example.com", "wrong horse"), ("eve@example.com", ADA["password"]), ("no address", "x"), ("", "")],
)
def test_a_wrong_login_never_tells_what_was_wrong(door: Door, ada: str, email: str, password: str) -> None:
    answer = door.login(email, password)

    assert (answer.status, answer.code) == (401, "invalid_credentials")
    assert answer.json["detail"] == "The address or the password is wrong."
    assert "errors" not in answer.json
    assert door.count("auth.sessions") == len(bus.recorded("user.logged_in")) == 0


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        ("{", 400, []),
        ({}, 422, ["email", "password"]),
        ({"email": ADA["email"], "password": {"$ne": ""}}, 422, ["password"]),
        ({"email": ADA["email"], "password": "x" * 129}, 422, ["password"]),
        ({"email": ADA["email"], "password": ADA["password"], "admin": True}, 422, ["admin"]),
    ],
)
def test_a_login_that_does_not_fit_begins_nothing(
    door: Door, ada: str, body: Any, status: int, fields: list[str]
) -> None:
    answer = door.login(body=body)

    assert answer.status == status
    assert [error["field"] for error in answer.json.get("errors", [])] == fields
    assert door.count("auth.sessions") == 0


def test_a_parameter_that_nothing_reads_begins_nothing(door: Door, ada: str) -> None:
    answer = door.login(query={"remember": "yes"})

    assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (422, ["remember"])
    assert door.count("auth.sessions") == 0


def _guess(door: Door, times: int, email: str = ADA["email"], **request: Any) -> list[int]:
    return [door.login(email, f"guess {number}", **request).status for number in range(times)]


def test_after_some_guesses_even_the_right_password_has_to_wait(door: Door, ada: str) -> None:
    assert _guess(door, FREE_PER_ACCOUNT) == [401] * FREE_PER_ACCOUNT

    answer = door.login()

    assert (answer.status, answer.code) == (429, "rate_limited")
    assert 0 < int(answer.headers["Retry-After"]) <= 100
    assert door.count("auth.sessions") == 0


def test_nobody_locks_the_owner_out_by_guessing_from_elsewhere(door: Door, ada: str) -> None:
    for number in range(2 * FREE_PER_ACCOUNT):
        door.login(password=f"guess {number}", address="198.51.100.7")

    assert door.login(address="198.51.100.7").status == 429
    assert door.login(address="203.0.113.9").status == 200


def test_an_account_that_does_not_exist_has_to_wait_just_the_same(door: Door) -> None:
    assert _guess(door, FREE_PER_ACCOUNT + 1, "nobody@example.com") == [401] * FREE_PER_ACCOUNT + [429]


def test_the_wait_is_over_after_the_pause_and_longer_the_next_time(door: Door, ada: str) -> None:
    _guess(door, FREE_PER_ACCOUNT)
    [pause] = door.world.cache.command("KEYS", "login:pause:*")
    door.world.cache.command("DEL", pause)

    status, answer = door.login(password="guess").status, door.login()

    assert (status, answer.status) == (401, 429)
    assert 100 < int(answer.headers["Retry-After"]) <= 200


def test_whoever_knows_the_password_starts_anew(door: Door, ada: str) -> None:
    _guess(door, FREE_PER_ACCOUNT - 1)
    assert door.login().status == 200

    assert _guess(door, FREE_PER_ACCOUNT) == [401] * FREE_PER_ACCOUNT


def test_one_address_cannot_guess_at_many_accounts(door: Door, ada: str) -> None:
    for number in range(FREE_PER_ADDRESS):
        assert door.login(f"user{number}@example.com", "guess", address="198.51.100.7").status == 401

    assert door.login(address="198.51.100.7").status == 429
    assert door.login(address="203.0.113.9").status == 200


def test_guesses_made_at_once_are_counted_one_by_one(door: Door, ada: str) -> None:
    with ThreadPoolExecutor(8) as guessers:
        statuses = list(guessers.map(lambda number: door.login(password=f"guess {number}").status, range(24)))

    assert statuses.count(401) == FREE_PER_ACCOUNT
    assert statuses.count(429) == 24 - FREE_PER_ACCOUNT


def test_without_valkey_people_can_still_sign_in(door: Door, ada: str) -> None:
    assert door.login(cache=Cache(NOWHERE)).status == 200
