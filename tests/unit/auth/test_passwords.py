"""How passwords are kept."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.auth.domain.passwords import Passwords

CHEAP = Passwords(cost=4)


@settings(max_examples=20, deadline=None)
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


@pytest.mark.parametrize("kept", ["known", "unknown"])
def test_an_unknown_account_takes_as_long_as_a_known_one(kept: str) -> None:
    passwords = Passwords(cost=10)
    known = passwords.hash("correct horse")
    began = time.process_time()
    passwords.match("wrong", known)
    spent_on_known = time.process_time() - began

    began = time.process_time()
    passwords.match("wrong", known if kept == "known" else None)
    spent = time.process_time() - began

    assert spent_on_known / 3 < spent < spent_on_known * 3
