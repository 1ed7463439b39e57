"""POST /api/auth/register"""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.functions.auth.conftest import ADA, Door
from tests.support import bus


def test_an_account_is_opened_with_its_profile(door: Door) -> None:
    answer = door.register(ADA | {"email": " Ada@Example.com", "phone": "+442079460000"})

    assert answer.status == 201
    user_id = answer.json["id"]
    assert answer.json == {"id": user_id, "email": "ada@example.com", "role": "customer"}
    with door.world.tx_as("admin") as tx:
        profile = tx.row("SELECT * FROM users_api.contacts WHERE user_id = :user_id", user_id=user_id)
    assert profile is not None
    assert (profile["first_name"], profile["last_name"], profile["phone"]) == ("Ada", "Lovelace", "+442079460000")


def test_the_password_is_nowhere_to_be_read(door: Door, ada: str) -> None:
    with door.world.tx_as("admin") as tx:
        kept = json.dumps(tx.rows("SELECT * FROM auth.accounts"), default=str)

    assert ADA["password"] not in kept
    assert '"$2b$' in kept


def test_the_others_hear_of_the_account_but_not_of_the_person(door: Door, ada: str) -> None:
    (event,) = bus.recorded()

    assert (event.name, event.aggregate_id, event.sequence) == ("user.registered", ada, 1)
    assert event.envelope()["data"] == {"user_id": ada}


@pytest.mark.parametrize("email", ["ada@example.com", "ADA@EXAMPLE.COM", "  ada@example.com "])
def test_an_address_has_one_account_however_it_is_spelled(door: Door, ada: str, email: str) -> None:
    answer = door.register(ADA | {"email": email, "password": "another password"})

    assert (answer.status, answer.code) == (409, "email_taken")
    assert door.count("auth.accounts") == door.count("users.profiles") == len(bus.recorded()) == 1
    assert door.login().status == 200


def test_two_register_the_same_address_at_once_and_one_gets_it(door: Door) -> None:
    with ThreadPoolExecutor(4) as people:
        answers = list(people.map(lambda _: door.register(), range(4)))

    assert sorted(answer.status for answer in answers) == [201, 409, 409, 409]
    assert door.count("auth.accounts") == door.count("users.profiles") == len(bus.recorded()) == 1


def test_without_a_profile_there_is_no_account(door: Door) -> None:
    with door.world.tx_as("admin") as tx:
        tx.execute("ALTER TABLE users.profiles ADD CONSTRAINT nobody CHECK (first_name <> 'Ada')")

    answer = door.register()

    assert answer.status == 500
    assert door.count("auth.accounts") == len(bus.recorded()) == 0


@pytest.mark.parametrize(
    ("body", "status", "code", "fields"),
    [
        ("{", 400, "malformed_json", []),
        ("", 400, "malformed_json", []),
        ("[]", 422, "validation_failed", ["body"]),
        ({}, 422, "validation_failed", ["email", "password", "first_name", "last_name"]),
        (ADA | {"email": "ada"}, 422, "validation_failed", ["email"]),
        (ADA | {"email": "a" * 250 + "@example.com"}, 422, "validation_failed", ["email"]),
        (ADA | {"email": ["ada@example.com"]}, 422, "validation_failed", ["email"]),
        (ADA | {"password": "too short"}, 422, "validation_failed", ["password"]),
        (ADA | {"password": "x" * 129}, 422, "validation_failed", ["password"]),
        (ADA | {"password": 1234567890}, 422, "validation_failed", ["password"]),
        (ADA | {"first_name": "x" * 101}, 422, "validation_failed", ["first_name"]),
        (ADA | {"first_name": "A\x00da"}, 400, "malformed_text", []),
        (ADA | {"phone": "0800"}, 422, "validation_failed", ["phone"]),
        (ADA | {"role": "admin"}, 422, "validation_failed", ["role"]),
        (ADA | {"first_name": "x" * 300_000}, 413, "body_too_large", []),
    ],
)
def test_what_does_not_fit_is_refused_by_name_and_opens_nothing(
    door: Door, body: Any, status: int, code: str, fields: list[str]
) -> None:
    answer = door.register(body)

    assert (answer.status, answer.code) == (status, code)
    assert [error["field"] for error in answer.json.get("errors", [])] == fields
    assert ADA["password"] not in answer.text
    assert door.count("auth.accounts") == door.count("users.profiles") == len(bus.recorded()) == 0


def test_what_is_wrong_is_said_in_plain_words(door: Door) -> None:
    errors = door.register(ADA | {"email": "ada", "password": "short", "phone": "0800"}).json["errors"]

    assert [(error["field"], error["message"], error["code"]) for error in errors] == [
        ("email", "must be an e-mail address", "unfit_email"),
        ("password", "String should have at least 10 characters", "string_too_short"),
        ("phone", "must be an international number such as +442079460000", "unfit_phone"),
    ]
