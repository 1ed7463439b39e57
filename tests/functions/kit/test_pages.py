"""Lists come in pages, one after the other, whatever a cursor claims."""

import base64
import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from souk import paging
from souk.ids import uuid7
from tests.support import api, studio
from tests.support.workshop.pottery.domain import store
from tests.support.world import World

POTS = "GET /api/pots"


def forged(value: Any) -> str:
    """Make a cursor as somebody does who has seen one of this list."""
    named = [paging.mark(store.POTS, {"heavier_than": 0, "names": []}), *value] if isinstance(value, list) else value
    return base64.urlsafe_b64encode(json.dumps(named).encode()).decode().rstrip("=")


def fill(*weights: int) -> list[str]:
    return [studio.make(api.customer(), f"Pot {n}", weight).json["id"] for n, weight in enumerate(weights)]


def walk(limit: int) -> list[list[str]]:
    pages, cursor = [], None
    while True:
        query = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        page = studio.call(POTS, query=query).json
        pages.append([pot["id"] for pot in page["items"]])
        cursor = page["next_cursor"]
        if cursor is None:
            return pages


def test_pages_follow_one_another_and_the_last_has_no_cursor(workshop: World) -> None:
    first, second, third, fourth = fill(5, 3, 3, 1)

    assert walk(2) == [[fourth, second], [third, first]]
    assert walk(3) == [[fourth, second, third], [first]]


def test_an_empty_list_is_one_page(workshop: World) -> None:
    assert studio.call(POTS).json == {"items": [], "next_cursor": None}


def test_an_empty_cursor_is_no_cursor(workshop: World) -> None:
    made = fill(1)

    answer = studio.call(POTS, query={"cursor": ""})

    assert [pot["id"] for pot in answer.json["items"]] == made


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=6,
)


@settings(max_examples=60)
@given(ANYTHING)
@example(["01936e2c-7b00-7000-8000-000000000001", 2**31])
@example(["01936e2c-7b00-7000-8000-000000000001", -(2**31) - 1])
@example(["01936e2c-7b00-7000-8000-000000000001", True])
@example([1, 5])
@example(["\0", 1])
@example([1])
def test_a_forged_cursor_is_taken_or_refused_by_name(workshop: World, value: Any) -> None:
    answer = studio.call(POTS, query={"cursor": forged(value)})

    assert answer.status in (200, 422), answer.text
    assert answer.status == 200 or [error["field"] for error in answer.json["errors"]] == ["cursor"]


@pytest.mark.parametrize("cursor", ["Zg==Zg", "é", "a", "x" * 1001, forged("x" * 300)])
def test_what_is_no_cursor_is_refused(workshop: World, cursor: str) -> None:
    answer = studio.call(POTS, query={"cursor": cursor})

    assert (answer.status, answer.code) == (422, "validation_failed")


def test_a_cursor_of_the_widest_numbers_is_one(workshop: World) -> None:
    fill(1)

    last = studio.call(POTS, query={"cursor": forged([str(uuid7()), 2**31 - 1])})

    assert last.json == {"items": [], "next_cursor": None}
