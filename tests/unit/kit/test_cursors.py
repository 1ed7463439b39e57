import base64
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from souk import paging
from souk.errors import Invalid
from souk.ids import uuid7
from souk.paging import Page

LIST = "SELECT 1 WHERE :after_moment::timestamptz AND :after_number::bigint AND :after_word::text AND :after_key::uuid"
ASKED = {"status": "open"}
integers = st.integers(-(2**63), 2**63 - 1)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=50)


def bounds(cursor: str) -> dict[str, Any]:
    found = paging.bounds(LIST, Page.model_construct(cursor=cursor), ASKED)
    return {name.removeprefix("after_"): value for name, value in found.items() if name != "limit"}


def forged(values: Any) -> str:
    """Make a cursor as somebody does who has seen one of this list."""
    text = json.dumps([paging.mark(LIST, ASKED), *values] if isinstance(values, list) else values)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@given(integers, words, st.datetimes(timezones=st.just(UTC)))
def test_a_cursor_brings_back_the_values_it_was_made_of(number: int, word: str, moment: datetime) -> None:
    row = {"moment": moment, "number": number, "word": word, "key": uuid7()}

    page = json.loads(paging.shown(LIST, Page(limit=1), ASKED, [row | {"document": "{}"}] * 2))

    cursor = page["next_cursor"]
    assert bounds(cursor) == row
    assert cursor.isascii()
    assert "=" not in cursor


@pytest.mark.parametrize("letter", ["a", "ق", "市", "🏺"])
def test_a_cursor_behind_a_long_name_is_taken_whatever_its_script(letter: str) -> None:
    row = {"moment": datetime.now(UTC), "number": -(2**63), "word": letter * 120, "key": uuid7(), "document": "{}"}

    page = json.loads(paging.shown(LIST, Page(limit=1), ASKED, [row] * 2))

    assert bounds(Page(cursor=page["next_cursor"]).cursor or "")["word"] == letter * 120


@given(st.text(min_size=1, max_size=500))
@example("Zg==Zg")
@example("é")
def test_any_text_is_a_cursor_or_is_refused_by_name(text: str) -> None:
    check(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


@given(json_values)
@example(["2026-11-20", float("inf"), "a", "01936e2c-7b00-7000-8000-000000000001"])
@example(["2026-11-20", 10**30, "a", "01936e2c-7b00-7000-8000-000000000001"])
@example(["2026-11-20", 1, "\0", "01936e2c-7b00-7000-8000-000000000001"])
@example(["2026-11-20", 1, "\ud800", "01936e2c-7b00-7000-8000-000000000001"])
@example(["0001-01-01T00:00+23:59", 1, "a", "01936e2c-7b00-7000-8000-000000000001"])
def test_any_json_is_a_cursor_or_is_refused_by_name(value: Any) -> None:
    check(forged(value))


@pytest.mark.parametrize("count", [3, 5])
def test_a_cursor_of_another_shape_is_refused(count: int) -> None:
    with pytest.raises(Invalid) as refused:
        bounds(forged([1] * count))

    assert refused.value.errors[0].field == "cursor"


@pytest.mark.parametrize(
    ("statement", "asked"), [(LIST.replace("1", "2"), ASKED), (LIST, ASKED | {"status": "closed"})]
)
def test_a_cursor_of_another_list_of_this_shape_is_refused(statement: str, asked: dict[str, str]) -> None:
    row = {"moment": datetime.now(UTC), "number": 1, "word": "a", "key": uuid7(), "document": "{}"}
    cursor = json.loads(paging.shown(statement, Page(limit=1), asked, [row] * 2))["next_cursor"]

    with pytest.raises(Invalid) as refused:
        bounds(cursor)

    assert refused.value.errors[0].field == "cursor"


def check(cursor: str) -> None:
    """A cursor that is accepted holds only what PostgreSQL can be asked for."""
    try:
        found = bounds(cursor)
    except Invalid:
        return
    assert found["moment"].tzinfo is UTC
    assert -(2**63) <= found["number"] < 2**63
    assert "\0" not in found["word"].encode().decode()
    assert isinstance(found["key"], UUID)
