import inspect
from http import HTTPStatus

import pytest

from souk import errors
from souk.errors import (
    Conflict,
    FieldError,
    Forbidden,
    InProgress,
    Invalid,
    KeyReused,
    Malformed,
    NotFound,
    PreconditionFailed,
    Problem,
    TooLarge,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
)


@pytest.mark.parametrize(
    ("problem", "status", "code"),
    [
        (Problem(), 500, "internal_error"),
        (Malformed(), 400, "malformed_json"),
        (Unauthenticated(), 401, "unauthenticated"),
        (Forbidden(), 403, "forbidden"),
        (NotFound("seller_order"), 404, "seller_order_not_found"),
        (Conflict(), 409, "conflict"),
        (Conflict("out_of_stock", "Gone."), 409, "out_of_stock"),
        (InProgress(), 409, "request_in_progress"),
        (PreconditionFailed(), 412, "precondition_failed"),
        (TooLarge(), 413, "body_too_large"),
        (Invalid("weight", "Too heavy."), 422, "validation_failed"),
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

    assert drawn.keys() == defined.keys()
    assert all(drawn[name] == defined[name] for name in drawn.keys() - {"NotFound"})
    assert drawn["NotFound"] == (404, "<thing>_not_found")


def test_a_conflict_may_name_lines_and_say_more() -> None:
    class OutOfStock(Conflict):
        code = "out_of_stock"

    problem = OutOfStock(errors=[FieldError("items.1", "Two are left.")], lines=[{"available": 2}])

    body = problem.body("a-request")

    assert body["code"] == "out_of_stock"
    assert body["errors"] == [{"field": "items.1", "message": "Two are left."}]
    assert body["lines"] == [{"available": 2}]
    assert "detail" not in body


def test_what_nobody_raised_is_not_in_the_body() -> None:
    assert set(Unavailable().body("a-request")) == {"type", "title", "status", "code", "detail", "request_id"}
