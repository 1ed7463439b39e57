"""What comes in: each part of a request is read, or refused by name."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as options
from hypothesis import strategies as st

from tests.support import api, studio
from tests.support.world import World

MAKE = "POST /api/pots"


def refused_fields(answer: api.Answer) -> dict[str, str]:
    assert (answer.status, answer.code) == (422, "validation_failed"), answer.text
    return {error["field"]: error["message"] for error in answer.json["errors"]}


def pots() -> list[dict[str, Any]]:
    return studio.rows("SELECT * FROM pottery.pots")


NO_JSON = ["{", "", "nonsense", '{"name": "Jug", "weight": 1,}', '{"name": "half a \\ud83d pair", "weight": 1}']


@pytest.mark.parametrize("body", NO_JSON)
def test_a_body_that_is_no_json_is_a_400(workshop: World, body: str) -> None:
    answer = studio.call(MAKE, as_=api.customer(), body=body)

    assert (answer.status, answer.code) == (400, "malformed_json")
    assert pots() == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "Jug", "weight": "heavy"}, "weight"),
        ({"name": "Jug", "weight": 1.5}, "weight"),
        ({"name": "Jug", "weight": 0}, "weight"),
        ({"name": "Jug", "weight": 10**30}, "weight"),
        ({"name": "Jug"}, "weight"),
        ({"name": None, "weight": 1}, "name"),
        ({"name": "   ", "weight": 1}, "name"),
        ({"name": "x" * 41, "weight": 1}, "name"),
        ({"name": "Jug", "weight": 1, "colour": "blue"}, "colour"),
        ([], "body"),
        ("null", "body"),
        ("3", "body"),
    ],
)
def test_a_field_that_does_not_fit_is_named(workshop: World, body: Any, field: str) -> None:
    answer = studio.call(MAKE, as_=api.customer(), body=body)

    assert field in refused_fields(answer)
    assert pots() == []


def test_every_wrong_field_is_named_at_once(workshop: World) -> None:
    answer = studio.call(MAKE, as_=api.customer(), body={"weight": -1, "colour": "blue"})

    assert set(refused_fields(answer)) == {"name", "weight", "colour"}


def test_a_fault_is_told_for_programs_too(workshop: World) -> None:
    answer = studio.call(MAKE, as_=api.customer(), body={"name": "x" * 41, "weight": 0})

    told = {error["field"]: (error["code"], error["figures"]) for error in answer.json["errors"]}
    assert told == {"name": ("string_too_long", {"max_length": 40}), "weight": ("greater_than_equal", {"ge": 1})}
    assert pots() == []


@pytest.mark.parametrize("body", [{"name": "J\0ug", "weight": 1}, '{"name": "J\\u0000ug", "weight": 1}'])
def test_a_nul_character_is_no_text(workshop: World, body: Any) -> None:
    answer = studio.call(MAKE, as_=api.customer(), body=body)

    assert (answer.status, answer.code) == (400, "malformed_text")


@pytest.mark.parametrize("weight", [True, "2", 2.5, 1e400, "٣", [2]])
def test_a_number_is_written_as_a_number(workshop: World, weight: Any) -> None:
    answer = studio.call(MAKE, as_=api.customer(), body={"name": "Jug", "weight": weight})

    assert (answer.status, list(refused_fields(answer))) == (422, ["weight"])


@pytest.mark.parametrize(
    ("escaped", "name"), [(r"J\\u0000ug", r"J\u0000ug"), (r"J\\\\u0000ug", r"J\\u0000ug"), (r"Ju\u0067", "Jug")]
)
def test_an_escaped_backslash_makes_no_nul_character(workshop: World, escaped: str, name: str) -> None:
    answer = studio.call(MAKE, as_=api.customer(), body=f'{{"name": "{escaped}", "weight": 1}}')

    assert (answer.status, answer.json.get("name")) == (201, name)


@pytest.mark.parametrize("escaped", [r"J\\\u0000ug", r"\u0000", r"J\u0000\\u0000ug"])
def test_a_nul_character_behind_an_escaped_backslash_is_none_the_less_one(workshop: World, escaped: str) -> None:
    answer = studio.call(MAKE, as_=api.customer(), body=f'{{"name": "{escaped}", "weight": 1}}')

    assert (answer.status, answer.code) == (400, "malformed_text")


@pytest.mark.parametrize("body", ["[" * 20_000, '{"name": "\\ud800", "weight": 1}'], ids=["deep", "surrogate"])
def test_what_is_no_json_to_anybody_else_is_none_to_us(workshop: World, body: str) -> None:
    answer = studio.call(MAKE, as_=api.customer(), body=body)

    assert (answer.status, answer.code) == (400, "malformed_json")


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonp",
        "",
        "json",
        "application/json; charset=utf-16",
        "application/json ; charset = utf-16",
        'application/json;a=b; Charset="latin1"',
    ],
)
def test_a_body_that_calls_itself_no_json_in_utf_8_is_a_415(workshop: World, kind: str) -> None:
    answer = studio.call(MAKE, as_=api.customer(), body={"name": "Jug", "weight": 1}, headers={"Content-Type": kind})

    assert (answer.status, answer.code) == (415, "unsupported_media_type")
    assert pots() == []


@pytest.mark.parametrize(
    "body",
    [
        '{"name": "Jug", "weight": 1, "name": "Bowl"}',
        '{"name": "Jug", "weight": 1, "weight": 1}',
        r'{"name": "Jug", "weight": 1, "n\u0061me": "Jug"}',
    ],
)
def test_a_name_that_stands_twice_in_a_body_is_a_400(workshop: World, body: str) -> None:
    answer = studio.call(MAKE, as_=api.customer(), body=body)

    assert (answer.status, answer.code) == (400, "malformed_json")
    assert pots() == []


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/json ;a=b",
        'application/json;charset="UTF-8"',
    ],
)
def test_a_body_may_say_more_of_its_json(workshop: World, kind: str) -> None:
    answer = studio.call(MAKE, as_=api.customer(), body={"name": "Jug", "weight": 1}, headers={"Content-Type": kind})

    assert answer.status == 201, answer.text


def test_a_body_that_says_nothing_of_itself_is_read_as_json(workshop: World) -> None:
    event = api.gateway_event(MAKE, as_=api.customer(), body={"name": "Jug", "weight": 1}, key="k" * 16)
    del event["headers"]["Content-Type"]

    assert api.send(studio.registry().operation(MAKE), event).status == 201


@pytest.mark.parametrize("text", ["x" * 1_000_000, "é" * 600])
def test_a_body_that_is_too_large_is_a_413(workshop: World, text: str) -> None:
    limit = studio.registry().operation("POST /api/notes").spec.max_body

    answer = studio.call("POST /api/notes", body=text)

    assert len(text.encode()) > limit
    assert (answer.status, answer.code) == (413, "body_too_large")


def test_the_usual_limit_is_a_quarter_of_a_megabyte(workshop: World) -> None:
    answer = studio.call(MAKE, as_=api.customer(), body={"name": "Jug", "weight": 1, "note": "x" * 1_000_000})

    assert answer.status == 413
    assert pots() == []


def test_a_base64_body_is_read(workshop: World) -> None:
    event = api.gateway_event(MAKE, as_=api.customer(), key="a-key")
    event |= {"body": base64.b64encode(json.dumps({"name": "Krügerl", "weight": 500}).encode()).decode()}
    event |= {"isBase64Encoded": True}

    answer = studio.send(MAKE, event)

    assert (answer.status, answer.json["name"]) == (201, "Krügerl")


def test_a_base64_body_that_is_none_is_a_400(workshop: World) -> None:
    event = api.gateway_event(MAKE, as_=api.customer(), key="a-key") | {"body": "abc", "isBase64Encoded": True}

    assert studio.send(MAKE, event).status == 400


def test_a_body_that_is_no_text_is_a_400(workshop: World) -> None:
    raw = base64.b64encode(b'{"name": "\xff\xfe", "weight": 1}').decode()
    event = api.gateway_event(MAKE, as_=api.customer(), key="a-key") | {"body": raw, "isBase64Encoded": True}

    assert studio.send(MAKE, event).status == 400
    assert pots() == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": 0}, "limit"),
        ({"limit": 101}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"cursor": "x" * 501}, "cursor"),
        ({"heavier_than": -1}, "heavier_than"),
        ({"order": "name"}, "order"),
        ({"heavier_than": [1, 2]}, "heavier_than"),
    ],
)
def test_a_query_that_does_not_fit_is_named(workshop: World, query: dict[str, Any], field: str) -> None:
    answer = studio.call("GET /api/pots", query=query)

    assert field in refused_fields(answer)


def test_a_query_may_name_several_values(workshop: World) -> None:
    maker = api.customer()
    for name in ("Jug", "Bowl", "Cup"):
        studio.make(maker, name)

    two = studio.call("GET /api/pots", query={"names": ["Jug", "Cup"]})
    one = studio.call("GET /api/pots", query={"names": ["Bowl"]})

    assert {pot["name"] for pot in two.json["items"]} == {"Jug", "Cup"}
    assert [pot["name"] for pot in one.json["items"]] == ["Bowl"]


def test_a_nul_character_in_a_query_is_no_text(workshop: World) -> None:
    answer = studio.call("GET /api/pots", query={"names": ["a", "b\0"]})

    assert (answer.status, answer.code) == (400, "malformed_text")


@pytest.mark.parametrize(
    "pot_id", ["jug", "1", "01936e2c-7b00-7000-8000-000000000001x", "\0", "'; DROP TABLE pots; --"]
)
def test_a_path_that_does_not_fit_is_named(workshop: World, pot_id: str) -> None:
    answer = studio.call("GET /api/pots/{pot_id}", path={"pot_id": pot_id})

    assert list(refused_fields(answer)) == ["pot_id"]


@pytest.mark.parametrize("number", ["x", "1.5", 2**63, -(2**63) - 1, "9" * 5000])
def test_a_number_in_a_path_is_one_that_postgres_has_room_for(workshop: World, number: Any) -> None:
    answer = studio.call(
        "DELETE /api/shelves/{number}/pots/{name}", as_=api.admin(), path={"number": number, "name": "Jug"}
    )

    assert list(refused_fields(answer)) == ["number"]


def test_nothing_is_done_before_everything_fits(workshop: World) -> None:
    answer = studio.call(
        "DELETE /api/shelves/{number}/pots/{name}", as_=api.admin(), path={"number": "x", "name": "\0"}
    )

    assert set(refused_fields(answer)) == {"number", "name"}


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@options(max_examples=60)
@given(body=st.text(max_size=200) | st.dictionaries(st.sampled_from(["name", "weight", "x"]), anything, max_size=3))
def test_no_body_makes_it_fail_in_another_way(workshop: World, body: Any) -> None:
    answer = studio.call(MAKE, as_=api.customer(), body=body)

    assert answer.status in (201, 400, 409, 422), answer.text


@options(max_examples=60)
@given(name=st.text(max_size=50), number=st.integers() | st.text(max_size=10), limit=st.text(max_size=10))
def test_no_address_makes_it_fail_in_another_way(workshop: World, name: str, number: Any, limit: str) -> None:
    broken = studio.call(
        "DELETE /api/shelves/{number}/pots/{name}", as_=api.admin(), path={"number": number, "name": name}
    )
    listed = studio.call("GET /api/pots", query={"names": [name], "limit": limit})

    assert broken.status in (204, 422), broken.text
    assert listed.status in (200, 400, 422), listed.text
