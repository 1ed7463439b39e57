"""How passwords are kept."""

from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.auth.domain.passwords import Passwords

CHEAP = Passwords(cost=4)


@settings(max_examples=20)
@given(st.text(min_size=1, max_size=128), st.text(min_size=1, max_size=128))
def test_only_the_same_password_matches(password: str, other: str) -> None:
    kept = CHEAP.hash(password)

    assert CHEAP.match(password, kept)
    assert CHEAP.match(other, kept) == (CHEAP.match(password, CHEAP.hash(other)))


def test_a_password_counts_to_its_last_character() -> None:
    kept = CHEAP.hash("a" * 127 + "b")

    assert not CHEAP.match("a" * 127 + "c", kept)


def test_the_same_password_is_kept_differently_each_time() -> None:
    assert CHEAP.hash("correct horse") != CHEAP.hash("correct horse")


def test_a_password_matches_however_its_accents_were_typed() -> None:
    kept = CHEAP.hash("cafe\N{COMBINING ACUTE ACCENT} au lait")

    assert CHEAP.match("caf\N{LATIN SMALL LETTER E WITH ACUTE} au lait", kept)


def test_nobody_has_no_password() -> None:
    assert not CHEAP.match("anything", None)


def test_production_takes_cost_twelve() -> None:
    assert Passwords.open().hash("correct horse").startswith("$2b$12$")


def test_an_unknown_account_takes_the_same_work_as_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    passwords = Passwords(cost=10)
    known = passwords.hash("correct horse")
    bcrypt = Mock(wraps=passwords._bcrypt)
    monkeypatch.setattr(passwords, "_bcrypt", bcrypt)

    assert not passwords.match("wrong", known)
    assert not passwords.match("wrong", None)

    at_known, at_unknown = (call.args for call in bcrypt.checkpw.call_args_list)
    assert at_known[0] == at_unknown[0]
    assert at_known[1][:7] == at_unknown[1][:7] == b"$2b$10$"
    assert len(at_known[1]) == len(at_unknown[1])
