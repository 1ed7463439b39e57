"""What may be asked of auth."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from functions.auth.domain.model import Register
from souk.email import normalise_email

GOOD = {"email": "ada@example.com", "password": "correct horse", "first_name": "Ada", "last_name": "Lovelace"}


@pytest.mark.parametrize(
    ("written", "known_as"),
    [
        ("ada@example.com", "ada@example.com"),
        ("  Ada@Example.COM ", "ada@example.com"),
        ("a.d+a@sub.example.co.uk", "a.d+a@sub.example.co.uk"),
    ],
)
def test_an_address_is_known_under_one_spelling(written: str, known_as: str) -> None:
    assert normalise_email(written) == known_as


@pytest.mark.parametrize(
    "written",
    [
        "",
        "ada",
        "ada@",
        "@example.com",
        "ada@example",
        "ada@@example.com",
        "ada@exam ple.com",
        "ada@-example.com",
        "ada@example..com",
        "Ada <ada@example.com>",
        "ada@example.com\nBcc: eve@example.com",
        "a" * 65 + "@example.com",
    ],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="must be an e-mail address"):
        normalise_email(written)


@given(st.emails())
def test_a_normalised_address_stays_as_it_is(email: str) -> None:
    try:
        once = normalise_email(email)
    except ValueError:
        return

    assert normalise_email(once) == once


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password": "nine char"}, "password"),
        ({"password": "x" * 129}, "password"),
        ({"password": 1234567890}, "password"),
        ({"first_name": "  "}, "first_name"),
        ({"last_name": "x" * 101}, "last_name"),
        ({"last_name": "Love\nlace"}, "last_name"),
        ({"phone": "020 7946 0000"}, "phone"),
        ({"role": "admin"}, "role"),
    ],
)
def test_a_registration_that_does_not_fit_names_its_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Register.model_validate(GOOD | change)

    assert [error["loc"] for error in refused.value.errors()] == [(field,)]


@pytest.mark.parametrize("length", [10, 128])
def test_a_password_may_have_10_to_128_characters_blanks_included(length: int) -> None:
    password = " " + "x" * (length - 2) + " "

    kept = Register.model_validate(GOOD | {"password": password}).password.get_secret_value()

    assert kept == password


def test_a_password_is_not_shown_by_accident() -> None:
    assert "correct horse" not in repr(Register.model_validate(GOOD))
