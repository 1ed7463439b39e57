import inspect
from http import HTTPStatus

import pytest

from souk import errors
from souk.errors import (
    Conflict,
    Forbidden,
    InProgress,
    Invalid,
    KeyReused,
    MalformedJson,
    NotFound,
    OutOfStock,
    Problem,
    Shortage,
    TooLarge,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
)
from souk.faults import Fault
from souk.ids import uuid7

HEAVY = Fault("pot_too_heavy", "weighs more than {most} kg")


@pytest.mark.parametrize(
    ("problem", "status", "code"),
    [
        (Problem(), 500, "internal_error"),
        (MalformedJson(), 400, "malformed_json"),
        (Unauthenticated(), 401, "unauthenticated"),
        (Forbidden(), 403, "forbidden"),
        (NotFound.of("seller_order")(), 404, "seller_order_not_found"),
        (InProgress(), 409, "request_in_progress"),
        (TooLarge(), 413, "body_too_large"),
        (Invalid(HEAVY.at("weight", most=5)), 422, "validation_failed"),
        (KeyReused(), 422, "idempotency_key_reused"),
        (TooManyRequests(30), 429, "rate_limited"),
        (Unavailable(), 503, "unavailable"),
    ],
)
def test_each_problem_has_its_status_and_code(problem: Problem, status: int, code: str) -> None:
    body = problem.body("a-request")

    assert (body["status"], body["code"], body["request_id"]) == (status, code, "a-request")
    assert body["type"] == f"urn:souk:problem:{code}"
    assert body["title"] == HTTPStatus(status).phrase


def test_the_tree_at_the_top_of_the_file_is_the_tree_of_the_classes() -> None:
    drawn = {
        line.split()[-3]: (int(line.split()[-2]), line.split()[-1])
        for line in (errors.__doc__ or "").splitlines()
        if line.split()[-2:-1] and line.split()[-2].isdigit()
    }
    defined = {
        name: (kind.status, kind.code)
        for name, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, Problem)
    }

    assert drawn.pop('NotFound.of("thing")') == (404, "thing_not_found")
    assert drawn == defined


def test_a_code_is_made_once() -> None:
    with pytest.raises(TypeError, match="the code out_of_stock is that of"):

        class SoldOut(Conflict, code="out_of_stock"):
            pass


def test_a_fault_says_the_same_of_a_field_and_to_pydantic() -> None:
    assert HEAVY.at("weight", most=5).document() == {
        "field": "weight",
        "message": "weighs more than 5 kg",
        "code": "pot_too_heavy",
        "figures": {"most": 5},
    }
    assert str(HEAVY.error(most=5)) == "weighs more than 5 kg"
    with pytest.raises(TypeError, match="the code pot_too_heavy is that of"):
        Fault("pot_too_heavy", "is too heavy")


def test_whoever_asks_for_a_missing_thing_gets_the_same_class() -> None:
    assert NotFound.of("kiln") is NotFound.of("kiln")
    assert NotFound.of("kiln")().body("a-request")["detail"] == "There is no such kiln."


def test_a_problem_may_name_lines_and_say_more() -> None:
    variant_id = uuid7()
    problem = OutOfStock([Shortage(variant_id, requested=3, available=2)])

    body = problem.body("a-request")

    assert body["code"] == "out_of_stock"
    assert body["errors"] == [
        {
            "field": f"items.{variant_id}",
            "message": "2 available",
            "code": "fewer_available",
            "figures": {"available": 2},
        }
    ]
    assert body["lines"] == [{"variant_id": str(variant_id), "requested": 3, "available": 2}]
    assert body["detail"] == OutOfStock.meaning()


def test_what_nobody_raised_is_not_in_the_body() -> None:
    assert set(Unavailable().body("a-request")) == {"type", "title", "status", "code", "detail", "request_id"}
